// R-SLR-6: in reservation mode nothing is exchanged with SSM, and what would be is refused with the missing step.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"
#include "tests/agent/office.hpp"

namespace lic::test {
namespace {

TEST(ReservationMode, VerbsThatTalkToSsmAreRefusedWithTheStepThatIsMissing) {  // R-SLR-6
  Rig rig;
  const std::string because = "license reservation is enabled, so nothing is exchanged with SSM; ";
  const std::string disable = "leave reservation mode first: smart-agentctl reservation disable";
  rig.ask(EnableReservation{});
  EXPECT_EQ(told(rig, RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, true}), because + disable);
  EXPECT_NE(std::ranges::find(rig.effects, Effect{DestroyToken{TokenRef{"token-1"}}}), rig.effects.end());
  EXPECT_EQ(told(rig, DeregisterCommand{}), because + disable);
  EXPECT_EQ(told(rig, RenewAuthorizationCommand{true}), because + disable);
  EXPECT_EQ(told(rig, RenewRegistrationCommand{true}), because + disable);
  EXPECT_EQ(told(rig, SetTransport{}), because + disable);
  EXPECT_EQ(told(rig, ResetTransport{}), because + disable);
  rig.ask(RequestReservation{});
  EXPECT_EQ(told(rig, DeregisterCommand{}),
            because +
                "cancel the request, then leave reservation mode: smart-agentctl reservation cancel, reservation "
                "disable");
  rig.ask(InstallReservation{code_with(rig, ten_and_forty())});
  EXPECT_EQ(told(rig, DeregisterCommand{}),
            because +
                "return the reservation, then leave reservation mode: smart-agentctl reservation return, reservation "
                "disable");
  EXPECT_TRUE(rig.sent.empty());
}

TEST(ReservationMode, TheLicenseTypeCannotChangeWhileLicensesOfItAreAskedForOrReserved) {  // R-REG-10
  Rig rig;
  requested(rig);
  EXPECT_EQ(objection_to(rig, SetLicenseType{"flex", UsageMode::production, false}),
            "a reservation request is open, so the license type cannot change: SSM reserves licenses of this one");
  rig.ask(InstallReservation{code_with(rig, ten_and_forty())});
  EXPECT_EQ(told(rig, SetLicenseType{"flex", UsageMode::production, false}),
            "the license type cannot change while licenses of it are reserved; return the reservation, set the license "
            "type, restart the product, then request anew");
}

TEST(ReservationMode, LicenseControlDoesNotApply) {  // R-CTL-4
  Policy policy = flex_policy();
  policy.license_type.limit_fields = {LimitField::standard, LimitField::premium};
  Rig rig(policy);
  EXPECT_TRUE(rig.status().license_control.applies);
  rig.ask(EnableReservation{});
  EXPECT_EQ(told(rig, SetLicenseControl{false, {{LimitField::standard, 1}}, false}),
            "License Control does not apply while license reservation is enabled: an installed code limits by itself "
            "(R-CTL-4); to change what may be in use, update the reservation at SSM and install the new code");
  EXPECT_FALSE(rig.status().license_control.applies);
}

TEST(ReservationMode, AGoodbyeInTheDrawerIsSilentUntilReservationIsLeft) {  // R-SLR-6, R-REG-9
  Office office;
  office.leave_unheard();
  office.rig.advance(50 * kMinute);
  const auto done = done_by(office.rig, EnableReservation{});
  ASSERT_EQ(done.warnings.size(), 1U);
  EXPECT_EQ(done.warnings.front(),
            "SSM was not told that product instance piid-1 is deregistered, and is not told while reservation is "
            "enabled; remove it at SSM by hand");
  office.seen.clear();
  office.down = false;
  office.rig.advance(10 * kDay);
  EXPECT_TRUE(office.seen.empty());
  EXPECT_EQ(office.rig.status().goodbyes.front().next_attempt_at, std::nullopt);
  office.rig.ask(DisableReservation{});
  office.rig.advance(kMinute);
  ASSERT_EQ(office.seen.size(), 1U);
  EXPECT_TRUE(is_goodbye(office.seen.front()));
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
}

TEST(ReservationMode, AGoodbyeInFlightIsGivenUpForTheTime) {  // R-SLR-6
  Office office;
  office.leave_unheard();
  office.rig.ssm = nullptr;
  office.rig.advance(2 * kHour);
  ASSERT_EQ(office.rig.sent.size(), 1U);
  office.rig.ask(EnableReservation{});
  EXPECT_NE(std::ranges::find(office.rig.effects, Effect{CancelRequest{office.rig.sent.front().id}}),
            office.rig.effects.end());
  EXPECT_EQ(office.rig.status().goodbyes.size(), 1U);
}

TEST(ReservationMode, NothingEntersTheOutboxAndHistoryGoesOn) {
  Rig rig;
  reserve(rig);
  rig.history.clear();
  EXPECT_TRUE(signs_in(rig, "a", Capability::chat));
  rig.advance(kHour);
  EXPECT_EQ(rig.status().outbox_rows, 0);
  EXPECT_TRUE(rig.sent.empty());
  ASSERT_FALSE(rig.history.empty());
  EXPECT_EQ(rig.history.back().row.state, "authorized_reserved");
}

}  // namespace
}  // namespace lic::test
