// R-SLR-3, 7: what admission cannot refuse, terms that end, and what status and alarms say of both.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"

namespace lic::test {
namespace {

SeatSync staff(int premium) {
  SeatSync sync;
  for (int number = 0; number < premium; ++number)
    sync.seats.push_back({.seat = SeatId{seat("p", number)}, .capabilities = with(Capability::chat)});
  return sync;
}

EntitlementStatus status_of(const Rig& rig, std::size_t entitlement) {
  return rig.status().entitlements[entitlement].status;
}

// A reservation in which this license ends.
void reserve_until(Rig& rig, std::size_t license, WallTime end) {
  requested(rig);
  AuthorizationCode code = code_with(rig, ten_and_forty());
  code.licenses[license].ends = end;
  code.licenses[license].license_type = "TERM";
  rig.ask(InstallReservation{code});
}
constexpr std::size_t kPremium = 1, kServer = 2;

TEST(ReservationLacking, SeatsThatASyncNamesStayAndStartNinetyDaysOfOverage) {
  Rig rig;
  reserve(rig);
  const Step step = rig.feed(staff(12));
  EXPECT_FALSE(step.usage_only);
  StatusView view = rig.status();
  EXPECT_EQ(view.premium_seats, 12);
  EXPECT_EQ(view.authorization, AuthorizationAxis::not_authorized_reserved);
  EXPECT_EQ(view.registration, RegistrationAxis::registered_reserved);
  EXPECT_EQ(view.enforcement, EnforcementAxis::overage);
  EXPECT_EQ(view.enforcement_reasons, std::vector{EnforcementReason::not_authorized_reserved});
  EXPECT_EQ(view.enforcement_days_left, 90);
  EXPECT_EQ(view.banner.level, BannerLevel::out_of_compliance);
  EXPECT_EQ(view.reservation.installed->lacking,
            std::vector<std::string>{"12 premium seats are signed in, the code covers 10"});
  EXPECT_EQ(detail_of(rig, AlarmCode::not_authorized_reserved),
            "12 premium seats are signed in, the code covers 10; 90 days until enforcement");
  rig.advance(90 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  EXPECT_FALSE(rig.status().provisioning_allowed);
  EXPECT_EQ(times_recorded(rig, "PROVISIONING_BLOCKED"), 1);
}

TEST(ReservationLacking, IsCuredAtOnceByTheSignOutThatBringsItBelow) {  // R-ENF-3
  Rig rig;
  reserve(rig);
  rig.feed(staff(12));
  rig.advance(91 * kDay);
  EXPECT_TRUE(rig.feed(SignOut{SeatId{"p0"}}).usage_only);  // one too many is left
  EXPECT_FALSE(rig.status().provisioning_allowed);
  EXPECT_FALSE(rig.feed(SignOut{SeatId{"p1"}}).usage_only);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorized_reserved);
  EXPECT_FALSE(rig.alarm(AlarmCode::not_authorized_reserved));
  EXPECT_EQ(times_recorded(rig, "PROVISIONING_ALLOWED"), 1);
}

TEST(ReservationLacking, AChangeThatShrinksThrowsNobodyOut) {
  Rig rig;
  reserve(rig);
  sign_in_many(rig, "p", Capability::chat, 10);
  rig.advance(kHour);
  const auto done =
      done_by(rig, InstallReservation{code_with(
                       rig, {{"standard", 40}, {"premium", 4}, {"server", 1}, {"inbound", 1}, {"outbound", 1}})});
  EXPECT_EQ(done.warnings, std::vector<std::string>{"10 premium seats are signed in, the code covers 4"});
  EXPECT_EQ(rig.status().premium_seats, 10);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::not_authorized_reserved);
  EXPECT_EQ(status_of(rig, kPremium), EntitlementStatus::not_authorized);
  EXPECT_EQ(status_of(rig, 0), EntitlementStatus::reserved_in_compliance);
  rig.advance(kHour);
  rig.ask(InstallReservation{code_with(rig, ten_and_forty())});
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorized_reserved);
}

TEST(ReservationLacking, AMandatoryLicenseThatEndsIsNotAuthorized) {
  Rig rig;
  reserve_until(rig, kServer, rig.now.wall + 100 * kDay);
  rig.advance(100 * kDay);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::not_authorized_reserved);
  EXPECT_EQ(status_of(rig, kServer), EntitlementStatus::not_authorized);
  EXPECT_EQ(rig.status().reservation.installed->lacking,
            std::vector<std::string>{
                "the license server of the code ended at 2026-06-10T00:00:00Z, and the license type flex needs it"});
}

TEST(ReservationLacking, TimeOffCountsFromTheEndOfTheTerm) {  // R-TIME-1
  Rig rig;
  reserve_until(rig, kServer, rig.now.wall + 100 * kDay);
  rig.restart(true, 150 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::overage);
  EXPECT_EQ(rig.status().enforcement_days_left, 40);
}

TEST(ReservationLacking, ATermThatEndsUnusedLacksNothingUntilItIsUsed) {
  Rig rig;
  reserve_until(rig, kPremium, rig.now.wall + 10 * kDay);
  rig.advance(30 * kDay);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorized_reserved);
  EXPECT_EQ(status_of(rig, kPremium), EntitlementStatus::not_in_use);
  EXPECT_FALSE(signs_in(rig, "p", Capability::chat));
  rig.feed(staff(1));
  EXPECT_EQ(rig.status().enforcement_days_left, 90);  // from now, not from the end of the term
}

TEST(ReservationLacking, TermsAreWarnedOfAsARegistrationIs) {  // R-SLR-7, R-REG-6
  Rig rig;
  reserve_until(rig, kPremium, rig.now.wall + 100 * kDay);
  rig.advance(39 * kDay);
  EXPECT_FALSE(rig.alarm(AlarmCode::reservation_expiring));
  rig.advance(kDay);
  EXPECT_EQ(detail_of(rig, AlarmCode::reservation_expiring), "10 premium: in 60 days, at 2026-06-10T00:00:00Z");
  EXPECT_EQ(times_recorded(rig, "RESERVATION_EXPIRING"), 1);
  rig.advance(53 * kDay - kHour);
  EXPECT_EQ(times_recorded(rig, "RESERVATION_EXPIRING"), 8);  // weekly: 60, 53, 46, 39, 32, 25, 18, 11
  rig.advance(7 * kDay);
  EXPECT_EQ(times_recorded(rig, "RESERVATION_EXPIRING"), 15);  // daily: 7 .. 1
  rig.advance(2 * kHour);
  EXPECT_EQ(detail_of(rig, AlarmCode::reservation_expiring), "10 premium: ended at 2026-06-10T00:00:00Z");
  AuthorizationCode longer = code_with(rig, ten_and_forty());
  rig.ask(InstallReservation{longer});
  EXPECT_FALSE(rig.alarm(AlarmCode::reservation_expiring));
}

TEST(ReservationLacking, ACatalogThatNeedsMoreIsLackingFromItsStartOn) {
  Rig rig;
  reserve(rig);
  rig.policy.license_type.entitlements.push_back({EntitlementName{"version"}, EntitlementTag{"tag.version"},
                                                  "UCCX Version 15", "15", EntitlementMode::version, std::nullopt});
  rig.restart(true, 10 * kDay);
  EXPECT_EQ(rig.status().enforcement_days_left, 90);
  EXPECT_EQ(rig.status().reservation.installed->lacking,
            std::vector<std::string>{"the code does not cover UCCX Version 15, which the license type flex needs"});
}

TEST(ReservationLacking, AnotherMachineIsNotCovered) {  // R-ID-3
  Rig rig;
  reserve(rig);
  rig.udi = {"UCCX", "other", "uuid-9"};
  rig.restart(true, kDay);
  StatusView view = rig.status();
  EXPECT_TRUE(view.identity_mismatch);
  EXPECT_TRUE(rig.alarm(AlarmCode::identity_mismatch));
  EXPECT_EQ(view.authorization, AuthorizationAxis::not_authorized_reserved);
  EXPECT_EQ(view.enforcement_days_left, 90);
  EXPECT_EQ(status_of(rig, 0), EntitlementStatus::not_authorized);
  EXPECT_EQ(view.reservation.installed->lacking,
            std::vector<std::string>{
                "the reservation is for the machine with serial 059d8a992467, and this one has serial other"});
  EXPECT_EQ(done_by(rig, ReturnReservation{}).warnings,
            std::vector<std::string>{"the reservation is for the machine with serial 059d8a992467; enter the return "
                                     "code at SSM only if that machine is out of service"});
  EXPECT_FALSE(rig.status().identity_mismatch);
}

TEST(ReservationLacking, BackOnItsOwnMachineItIsCovered) {  // R-ID-3
  Rig rig;
  reserve(rig);
  const Udi own = rig.udi;
  rig.udi = {"UCCX", "other", "uuid-9"};
  rig.restart(true, kDay);
  rig.udi = own;
  rig.restart(true, kDay);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorized_reserved);
}

TEST(ReservationLacking, StatusSaysWhatIsReservedOfEachEntitlement) {  // R-STAT
  Rig rig;
  reserve(rig, {{"standard", 40}, {"premium", 10}, {"server", 1}, {"inbound", 20}});
  signs_in(rig, "a", Capability::inbound_voice);
  const auto entitlements = rig.status().entitlements;
  EXPECT_EQ(entitlements[0].reserved, 40);
  EXPECT_EQ(entitlements[0].status, EntitlementStatus::reserved_in_compliance);
  EXPECT_EQ(entitlements[kServer].reserved, 1);
  EXPECT_EQ(entitlements[kServer].status, EntitlementStatus::reserved_in_compliance);
  EXPECT_EQ(entitlements[3].status, EntitlementStatus::reserved_in_compliance);
  EXPECT_EQ(entitlements[4].reserved, 0);
  EXPECT_EQ(entitlements[4].status, EntitlementStatus::not_in_use);
}

TEST(ReservationLacking, SettingTheClockBackWinsNoTerm) {  // R-TIME-2
  Rig rig;
  reserve_until(rig, kServer, rig.now.wall + 10 * kDay);
  rig.advance(9 * kDay);
  rig.step_wall(-8 * kDay);
  rig.advance(kDay + kMinute);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::not_authorized_reserved);
}

}  // namespace
}  // namespace lic::test
