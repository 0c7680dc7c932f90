// R-CTL-1, 4: setting License Control.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/admission_bench.hpp"

namespace lic::test {
namespace {

SetLicenseControl limited_to(std::int64_t standard, std::int64_t premium) {
  return {false, {{LimitField::standard, standard}, {LimitField::premium, premium}}, false};
}

Error refused(Rig& rig, SetLicenseControl event) {
  const RequestId caller = rig.ask(std::move(event));
  return std::get<Error>(*rig.answer_to(caller));
}

std::string done(Rig& rig, SetLicenseControl event) {
  const RequestId caller = rig.ask(std::move(event));
  return std::get<CommandDone>(*rig.answer_to(caller)).text;
}

// Registered, with the first authorization answered: 60 standard and 40 premium are bought.
Rig authorized(Policy policy = pool_policy()) {
  Rig rig(std::move(policy));
  rig.register_now();
  const SsmRequest request = rig.sent.back();
  rig.reply(request, Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall));
  return rig;
}

TEST(LicenseControl, AllowsOverageUntilItIsSet) {  // R-CTL-1
  Rig rig = authorized();
  const LicenseControlView view = rig.status().license_control;
  EXPECT_TRUE(view.applies && view.editable && view.overage_allowed);
  EXPECT_EQ(view.limits, (decltype(view.limits){{LimitField::standard, 0}, {LimitField::premium, 0}}));
}

TEST(LicenseControl, IsKeptShownAndRecorded) {  // R-CTL-1
  Rig rig = authorized();
  const std::string text = "Overage is not allowed: use is limited to standard 40, premium 10.";
  EXPECT_EQ(done(rig, limited_to(40, 10)), text) << "less than bought is allowed";
  rig.restart();
  const LicenseControlView view = rig.status().license_control;
  EXPECT_FALSE(view.overage_allowed);
  EXPECT_EQ(view.limits, (decltype(view.limits){{LimitField::standard, 40}, {LimitField::premium, 10}}));
  const auto event = std::ranges::find(rig.events, "LICENSE_CONTROL_CHANGED", &DomainEvent::name);
  ASSERT_NE(event, rig.events.end());
  EXPECT_EQ(event->text, text);
  EXPECT_EQ(done(rig, {true, {}, false}), "Overage is allowed: use is counted and not limited.");
  EXPECT_TRUE(rig.status().license_control.overage_allowed);
}

TEST(LicenseControl, WarnsOfMoreThanWasPurchased) {  // R-CTL-1
  Rig rig = authorized();
  EXPECT_EQ(done(rig, limited_to(61, 40)),
            "Overage is not allowed: use is limited to standard 61, premium 40. Warning: this is more than was "
            "purchased, as last known: standard 61 of 60.");
  EXPECT_FALSE(rig.status().license_control.overage_allowed);
}

TEST(LicenseControl, IsEditableOnlyWhileRegistered) {  // R-CTL-4
  Rig rig(pool_policy());
  EXPECT_FALSE(rig.status().license_control.editable);
  const Error error = refused(rig, limited_to(1, 1));
  EXPECT_EQ(error.code, ErrorCode::failed_precondition);
  EXPECT_EQ(error.what, "License Control can be changed only while registered");
}

TEST(LicenseControl, IsEditableInEveryOutOfCompliancePhase) {  // R-CTL-4
  Policy policy = with_fields({LimitField::standard, LimitField::premium}, flex_su3_policy());
  Rig rig(policy);
  rig.register_now();
  const SsmRequest request = rig.sent.back();
  rig.reply(request, Pool{-1, -1}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall));
  ASSERT_EQ(rig.status().authorization, AuthorizationAxis::out_of_compliance);
  EXPECT_TRUE(rig.status().license_control.editable);
  done(rig, limited_to(1, 1));
}

TEST(LicenseControl, DoesNotApplyToATypeWithoutLimits) {  // R-CTL-4: NPS, NFR
  Rig rig = authorized(with_fields({}));
  EXPECT_FALSE(rig.status().license_control.applies);
  EXPECT_EQ(refused(rig, {true, {}, false}).what, "License Control does not apply to the license type Flex");
}

TEST(LicenseControl, RefusesAFieldThatTheTypeDoesNotHave) {  // R-CTL-1
  Rig rig = authorized();
  const Error error = refused(rig, {false, {{LimitField::ivr, 1}}, false});
  EXPECT_EQ(error.code, ErrorCode::invalid_argument);
  EXPECT_EQ(error.what, "the license type Flex has no limit \"ivr\"");
  EXPECT_EQ(error.remedy, "name only the limits of the type: standard, premium");
}

TEST(LicenseControl, RefusesCountsOutOfRange) {
  Rig rig = authorized();
  for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{1'000'000'001}})
    EXPECT_EQ(refused(rig, limited_to(wrong, 1)).code, ErrorCode::invalid_argument);
  EXPECT_TRUE(rig.status().license_control.overage_allowed);
}

TEST(LicenseControl, HighAvailabilityMustBeConfirmed) {  // R-CTL-4
  Policy policy = pool_policy();
  policy.high_availability = true;
  Rig rig = authorized(policy);
  EXPECT_TRUE(rig.status().license_control.ha_confirmation_needed);
  EXPECT_EQ(refused(rig, limited_to(1, 1)).code, ErrorCode::failed_precondition);
  SetLicenseControl confirmed = limited_to(1, 1);
  confirmed.ha_license_purchased = true;
  done(rig, confirmed);
  EXPECT_TRUE(rig.status().license_control.ha_license_purchased);
}

TEST(LicenseControl, OutlivesADeregistrationWithoutHoldingMeanwhile) {
  Rig rig = authorized();
  done(rig, limited_to(0, 0));
  rig.sent.clear();
  rig.feed(DeregisterCommand{});
  rig.reply(rig.sent.back(), Deregistered{});
  EXPECT_FALSE(rig.status().license_control.editable);
  EXPECT_TRUE(std::holds_alternative<SeatDone>(*rig.answer_to(rig.ask(SignIn{SeatId{"a"}, {}, {}}))));
  rig.register_now();
  EXPECT_TRUE(std::holds_alternative<SeatRefused>(*rig.answer_to(rig.ask(SignIn{SeatId{"b"}, {}, {}}))));
}

}  // namespace
}  // namespace lic::test
