// R-LIFE-3, R-LIFE-5: a license type that nobody bought, a non-production system, the banner.
#include <gtest/gtest.h>

#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

TEST(LicenseTypeMismatch, HoldsWhileNothingIsPurchasedForTheType) {  // R-LIFE-3
  Rig rig(policy_with_types());
  connect(rig, Pool{0, 0});
  rig.register_now();
  EXPECT_TRUE(rig.alarm(AlarmCode::license_type_mismatch));
  connect(rig, Pool{0, 1});
  rig.advance(31 * kDay);
  EXPECT_FALSE(rig.alarm(AlarmCode::license_type_mismatch));
  EXPECT_EQ(recorded(rig, "LICENSE_TYPE_MISMATCH"), 2);  // raised and cleared
}

TEST(LicenseTypeMismatch, IsNotGuessedFromAnSsmThatDoesNotTell) {
  Rig rig(policy_with_types());
  rig.ssm = [&rig](const SsmRequest& request) -> std::optional<SsmAnswer> {
    const auto* body = std::get_if<AuthorizationRequest>(&request.body);
    if (body == nullptr) return rig.identity_reply(request).answer;
    AuthorizationGranted granted = Pool{0, 0}.judge(*body, rig.now.wall);
    for (EntitlementAnswer& answer : granted.entitlements) answer.purchased.reset();
    return granted;
  };
  rig.register_now();
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_FALSE(rig.alarm(AlarmCode::license_type_mismatch));
}

TEST(NonProduction, IsToldWhileLicensesAreConsumed) {  // R-LIFE-5
  Rig rig(policy_with_types());
  rig.ask(to_lab());
  EXPECT_FALSE(rig.alarm(AlarmCode::non_production_use));
  sign_in(rig, "a", Capability::inbound_voice);
  EXPECT_TRUE(rig.alarm(AlarmCode::non_production_use));
  EXPECT_EQ(rig.status().banner.level, BannerLevel::evaluation);
  EXPECT_EQ(rig.status().banner.text,
            "The system is in evaluation: it is not registered. You are using a Non-Production System");
  connect(rig);
  rig.register_now();
  EXPECT_EQ(rig.status().banner.level, BannerLevel::non_production);
  EXPECT_EQ(rig.status().banner.text, "You are using a Non-Production System");
  rig.feed(SignOut{SeatId{"a"}});
  EXPECT_EQ(rig.status().banner.level, BannerLevel::none);
}

TEST(Banner, ShowsTheWorst) {  // R-LIFE-5
  Policy policy = policy_with_types();
  policy.ooc_policy = OocPolicy::immediate;
  Rig rig(policy);
  EXPECT_EQ(rig.status().banner.level, BannerLevel::evaluation);
  connect(rig, Pool{0, 0});
  rig.register_now();
  EXPECT_EQ(rig.status().banner.level, BannerLevel::none);
  sign_in(rig, "a", Capability::inbound_voice);
  rig.advance(16 * kMinute);
  EXPECT_EQ(rig.status().banner.level, BannerLevel::out_of_compliance);
  rig.advance(91 * kDay);
  EXPECT_EQ(rig.status().banner.level, BannerLevel::enforcement);
}

}  // namespace
}  // namespace lic::test
