// R-REG-11: export-controlled functionality is allowed only by SSM's word to the registration that stands.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"

namespace lic::test {
namespace {

Policy controlled() {
  Policy policy = flex_policy();
  policy.export_control_applies = true;
  return policy;
}

// SSM's word on each registration and renewal; none = it says nothing.
struct Word {
  std::optional<bool> allowed = true;
  void answer_for(Rig& rig) {
    rig.ssm = [this, &rig](const SsmRequest& request) -> std::optional<SsmAnswer> {
      if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return Pool{}.judge(*body, rig.now.wall);
      if (std::holds_alternative<DeregistrationRequest>(request.body)) return Deregistered{};
      auto granted = std::get<IdentityGranted>(rig.identity_reply(request).answer);
      granted.export_controlled_allowed = allowed;
      return granted;
    };
  }
};

ExportControl shown(const Rig& rig) { return rig.status().export_control; }

TEST(ExportControl, DoesNotApplyWhereTheCatalogSaysSo) {
  Rig rig;
  EXPECT_EQ(shown(rig), ExportControl::not_applicable);
  rig.register_now();
  EXPECT_EQ(shown(rig), ExportControl::not_applicable);
  EXPECT_EQ(times_recorded(rig, "EXPORT_CONTROL_CHANGED"), 0);
}

TEST(ExportControl, FollowsSsmsWordOverRegistrationReregistrationAndDeregistration) {
  Rig rig(controlled());
  Word word;
  word.answer_for(rig);
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
  rig.register_now();
  EXPECT_EQ(shown(rig), ExportControl::allowed);
  EXPECT_EQ(times_recorded(rig, "EXPORT_CONTROL_CHANGED"), 1);
  word.allowed = false;
  rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false});
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
  word.allowed = true;
  rig.feed(RegisterCommand{TokenRef{"token-3"}, "abcdef012345", true, false});
  rig.feed(DeregisterCommand{});
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
  EXPECT_EQ(times_recorded(rig, "EXPORT_CONTROL_CHANGED"), 4);
}

TEST(ExportControl, ARenewalChangesItOnlyIfItSaysSomething) {
  Rig rig(controlled());
  Word word;
  word.answer_for(rig);
  rig.register_now();
  word.allowed.reset();
  rig.feed(RenewRegistrationCommand{});
  EXPECT_EQ(shown(rig), ExportControl::allowed);
  word.allowed = false;
  rig.feed(RenewRegistrationCommand{});
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
  EXPECT_EQ(times_recorded(rig, "EXPORT_CONTROL_CHANGED"), 2);
}

TEST(ExportControl, SilenceOfSsmIsNoAllowance) {
  Rig rig(controlled());
  Word word{std::nullopt};
  word.answer_for(rig);
  rig.register_now();
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
}

TEST(ExportControl, EndsWithTheRegistration) {  // R-REG-7
  Rig rig(controlled());
  rig.register_now();
  EXPECT_EQ(shown(rig), ExportControl::allowed);
  rig.restart(true, 400 * kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
  EXPECT_EQ(times_recorded(rig, "EXPORT_CONTROL_CHANGED"), 2);
}

TEST(ExportControl, AReservationSaysNothingAboutIt) {
  Rig rig(controlled());
  reserve(rig);
  EXPECT_EQ(shown(rig), ExportControl::not_allowed);
}

}  // namespace
}  // namespace lic::test
