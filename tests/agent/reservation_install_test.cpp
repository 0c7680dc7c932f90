// R-SLR-2, 4: a code is checked whole before anything changes, and a change gives a confirmation code.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"
#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

constexpr const char* kAnew =
    "make a request code here (smart-agentctl reservation request), enter it at SSM and install the code it gives";

TEST(ReservationInstall, ReservesAndStopsEvaluation) {
  Rig rig;
  rig.advance(kDay);
  requested(rig);
  const AuthorizationCode code = code_with(rig, ten_and_forty());
  const auto done = done_by(rig, InstallReservation{code});
  EXPECT_EQ(done.text, "The reservation is installed: 40 standard, 10 premium, 1 server, 20 inbound, 5 outbound.");
  EXPECT_EQ(done.warnings, std::vector<std::string>{});
  EXPECT_EQ(done.confirmation_code, "");
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::registered_reserved);
  EXPECT_EQ(view.authorization, AuthorizationAxis::authorized_reserved);
  EXPECT_EQ(view.enforcement, EnforcementAxis::none);
  EXPECT_EQ(view.evaluation_left, 89 * kDay);
  EXPECT_EQ(view.reservation.request_code, "");
  ASSERT_TRUE(view.reservation.installed.has_value());
  EXPECT_EQ(view.reservation.installed->code, code);
  EXPECT_EQ(view.reservation.installed->installed_at, rig.now.wall);
  EXPECT_EQ(view.banner.level, BannerLevel::none);
  EXPECT_EQ(times_recorded(rig, "RESERVATION_INSTALLED"), 1);
}

TEST(ReservationInstall, OutlivesARestart) {  // R-SLR-7
  Rig rig;
  reserve(rig);
  rig.restart(true, kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered_reserved);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorized_reserved);
}

TEST(ReservationInstall, ADryRunSaysTheSameAndChangesNothing) {  // R-SLR-2
  Rig rig;
  requested(rig);
  signs_in(rig, "a", Capability::chat);
  signs_in(rig, "b", Capability::chat);
  const AuthorizationCode code = code_with(rig, {{"standard", 3}, {"premium", 1}, {"server", 1}, {"inbound", 2}});
  const Sections before = without_clock(rig);
  const std::size_t events = rig.events.size();
  const auto tried = done_by(rig, InstallReservation{code, true});
  EXPECT_EQ(without_clock(rig), before);
  EXPECT_EQ(rig.events.size(), events);
  EXPECT_EQ(tried.text, "The code is good and would be installed: 3 standard, 1 premium, 1 server, 2 inbound.");
  EXPECT_EQ(tried.warnings, (std::vector<std::string>{"2 premium seats are signed in, the code covers 1",
                                                      "the code has no outbound, so none may be in use"}));
  EXPECT_EQ(done_by(rig, InstallReservation{code}).warnings, tried.warnings);
}

TEST(ReservationInstall, ADryRunOfABadCodeIsRefusedAsTheInstallIs) {
  Rig rig;
  requested(rig);
  AuthorizationCode code = code_with(rig, ten_and_forty());
  code.udi.serial = "other";
  EXPECT_EQ(told(rig, InstallReservation{code, true}), told(rig, InstallReservation{code}));
}

// Each wrong code has its own reason, and leaves everything as it was.
class WrongCode : public ::testing::Test {
protected:
  void SetUp() override {
    requested(rig);
    code = code_with(rig, ten_and_forty());
  }
  std::string refusal() {
    const Sections before = without_clock(rig);
    const std::string text = told(rig, InstallReservation{code});
    EXPECT_EQ(without_clock(rig), before);
    EXPECT_EQ(times_recorded(rig, "RESERVATION_INSTALLED"), 0);
    return text;
  }
  Rig rig;
  AuthorizationCode code;
};

TEST_F(WrongCode, ForAnotherProduct) {
  code.udi.pid = "UCCE";
  EXPECT_EQ(refusal(), std::string("this code is for UCCE with serial 059d8a992467 and UUID 0cd57390, and this machine "
                                   "is UCCX with serial 059d8a992467 and UUID 0cd57390; ") +
                           kAnew);
}

TEST_F(WrongCode, ForAnotherSerial) {
  code.udi.serial = "117";
  EXPECT_EQ(objection_to(rig, InstallReservation{code}),
            "this code is for UCCX with serial 117 and UUID 0cd57390, and this machine is UCCX with serial "
            "059d8a992467 and UUID 0cd57390");
}

TEST_F(WrongCode, ForAnotherUuidIfBothAreKnown) {
  code.udi.uuid = "ffff";
  EXPECT_NE(refusal(), "");
  code.udi.uuid.clear();
  EXPECT_EQ(objection_to(rig, InstallReservation{code}), "");
}

TEST_F(WrongCode, OfAnotherRequest) {
  const std::string open = rig.status().reservation.request_code;
  code.instance = InstanceId{"another"};
  EXPECT_EQ(refusal(),
            "this code was made for another request than the one that is open; install the code that SSM "
            "made of the request code " +
                open + "; give this one back with: smart-agentctl reservation return-authorization");
}

TEST_F(WrongCode, WithALicenseThatTheTypeDoesNotKnow) {
  code.licenses.push_back(license_of("ivr", 5));
  EXPECT_EQ(refusal(),
            "the code has the license tag.ivr, which the license type flex does not know; check the license "
            "type (smart-agentctl license-type show); correct the reservation at SSM and install the new "
            "code");
}

TEST_F(WrongCode, WithoutAMandatoryLicense) {
  std::erase_if(code.licenses, [](const ReservedLicense& license) { return license.tag.value == "tag.server"; });
  EXPECT_EQ(refusal(),
            "the code lacks the license server, which the license type flex needs; correct the "
            "reservation at SSM and install the new code");
}

TEST_F(WrongCode, WithALicenseThatHasEnded) {
  code.licenses[1].ends = rig.now.wall;
  EXPECT_EQ(refusal(),
            "the license premium of the code ended at 2026-03-02T00:00:00Z; renew its term at SSM; correct "
            "the reservation at SSM and install the new code");
}

TEST_F(WrongCode, WithAMandatoryLicenseThatStartsLater) {
  code.licenses[2].starts = rig.now.wall + kDay;
  EXPECT_EQ(refusal(),
            "the license server of the code starts only at 2026-03-03T00:00:00Z, and the license type flex "
            "needs it; install the code from then on, or correct the reservation at SSM");
}

TEST_F(WrongCode, WhileReservationIsNotEnabled) {
  Rig other;
  EXPECT_EQ(told(other, InstallReservation{code}),
            "license reservation is not enabled; enable it first: smart-agentctl reservation enable");
}

TEST(ReservationInstall, AnOptionalLicenseThatStartsLaterIsWarnedOfAndCountsFromThenOn) {
  Rig rig;
  requested(rig);
  AuthorizationCode code = code_with(rig, ten_and_forty());
  code.licenses[1].starts = rig.now.wall + kDay;
  EXPECT_EQ(done_by(rig, InstallReservation{code}).warnings,
            std::vector<std::string>{"10 premium count only from 2026-03-03T00:00:00Z on"});
  EXPECT_EQ(rig.status().entitlements[1].reserved, 0);
  EXPECT_FALSE(signs_in(rig, "a", Capability::chat));
  rig.advance(kDay);
  EXPECT_EQ(rig.status().entitlements[1].reserved, 10);
  EXPECT_TRUE(signs_in(rig, "a", Capability::chat));
}

TEST(ReservationInstall, TermsThatEndSoonAreWarnedOf) {  // R-SLR-7
  Rig rig;
  requested(rig);
  AuthorizationCode code = code_with(rig, ten_and_forty());
  code.licenses[1].ends = rig.now.wall + 20 * kDay;
  EXPECT_EQ(done_by(rig, InstallReservation{code}).warnings,
            std::vector<std::string>{"10 premium end in 20 days, at 2026-03-22T00:00:00Z"});
}

TEST(ReservationInstall, AChangeGivesAConfirmationCodeThatIsKeptUntilANewerOne) {  // R-SLR-4
  Rig rig;
  reserve(rig);
  const WallTime first = rig.now.wall;
  rig.advance(kDay);
  AuthorizationCode change =
      code_with(rig, {{"standard", 60}, {"premium", 20}, {"server", 1}, {"inbound", 20}, {"outbound", 5}});
  change.confirmation_code = "11112222";
  EXPECT_EQ(done_by(rig, InstallReservation{change, true}).text,
            "The code is good and would change the reservation: 60 standard, 20 premium, 1 server, 20 inbound, 5 "
            "outbound. A confirmation code would have to be entered at SSM.");
  const auto done = done_by(rig, InstallReservation{change});
  EXPECT_EQ(done.confirmation_code, "11112222");
  rig.restart(true, kDay);
  EXPECT_EQ(rig.status().reservation.confirmation_code, "11112222");
  EXPECT_EQ(rig.status().reservation.installed->installed_at, first);
  EXPECT_EQ(rig.status().reservation.installed->changed_at, first + kDay);
  EXPECT_EQ(rig.status().entitlements[0].reserved, 60);
  AuthorizationCode newer = code_with(rig, ten_and_forty());
  newer.confirmation_code = "33334444";
  rig.ask(InstallReservation{newer});
  EXPECT_EQ(rig.status().reservation.confirmation_code, "33334444");
}

TEST(ReservationInstall, AChangeIsOfTheSameReservationAndLater) {  // docs/decisions/0017
  Rig rig;
  reserve(rig);
  const AuthorizationCode first = std::get<Reserved>(rig.state.sections.registration.standing).code;
  EXPECT_EQ(told(rig, InstallReservation{first}),
            "this code is installed already; nothing is to be done; to change it, update it at SSM first");
  rig.advance(kHour);
  AuthorizationCode change = code_with(rig, ten_and_forty());
  rig.ask(InstallReservation{change});
  EXPECT_EQ(told(rig, InstallReservation{first}),
            "this code was made at 2026-03-02T00:00:00Z, and the installed one is newer, of 2026-03-02T01:00:00Z; "
            "install the newest code that SSM shows for this product instance");
  change.made_at += kHour;
  change.instance = InstanceId{"another"};
  EXPECT_EQ(told(rig, InstallReservation{change}),
            "this code belongs to another reservation than the one that is installed; update the installed reservation "
            "at SSM and install the code it gives, or return it first: smart-agentctl reservation return");
}

TEST(ReservationInstall, TheTypeThatWasReservedForHoldsAgainstAChangedFile) {  // R-REG-10
  Rig rig(policy_with_types());
  reserve(rig);
  rig.policy.license_type = rig.policy.license_types[1];
  rig.restart();
  EXPECT_EQ(rig.status().license_type, "flex");
  EXPECT_EQ(times_recorded(rig, "LICENSE_TYPE_KEPT"), 1);
  signs_in(rig, "voice", Capability::inbound_voice);
  rig.ask(ReturnReservation{});
  EXPECT_EQ(rig.status().license_type, "perpetual-premium");
  EXPECT_EQ(rig.status().premium_seats, 1);
}

TEST(ReservationInstall, AfterTheReturnSeatsAreWhatTheOtherTypeSays) {  // R-USE-2, R-REG-10
  Policy policy = policy_with_types();
  policy.license_type = policy.license_types[1];
  Rig rig(policy);
  ASSERT_EQ(rig.status().license_type, "perpetual-premium");
  requested(rig);
  rig.ask(InstallReservation{code_with(rig, {{"premium", 10}, {"server", 1}, {"outbound", 1}})});
  ASSERT_EQ(rig.status().registration, RegistrationAxis::registered_reserved);
  signs_in(rig, "voice", Capability::inbound_voice);
  ASSERT_EQ(rig.status().premium_seats, 1);
  rig.policy.license_type = rig.policy.license_types[0];
  rig.restart();
  rig.ask(ReturnReservation{});
  EXPECT_EQ(rig.status().license_type, "flex");
  EXPECT_EQ(rig.status().premium_seats, 0);
  EXPECT_EQ(rig.status().standard_seats, 1);
}

TEST(ReservationInstall, ADryRunCountsByWhatIsConfigured) {  // R-SLR-2, R-USE-2
  Rig rig(flex_su3_policy());
  signs_in(rig, "a", Capability::chat);
  signs_in(rig, "b", Capability::chat);
  ASSERT_EQ(rig.status().standard_seats, 2);  // not used yet
  requested(rig);
  const AuthorizationCode code = code_with(rig, {{"standard", 3}, {"premium", 1}, {"server", 1}});
  EXPECT_EQ(done_by(rig, InstallReservation{code, true}).warnings.front(),
            "2 premium seats are signed in, the code covers 1");
}

TEST(ReservationInstall, EverybodyCountsByWhatIsConfiguredInAnIntervalOfItsOwn) {  // R-USE-2, R-USE-3
  Rig rig(flex_su3_policy());
  signs_in(rig, "chat", Capability::chat);
  EXPECT_EQ(rig.status().standard_seats, 1);  // not used yet
  rig.advance(5 * kMinute);
  reserve(rig);
  EXPECT_EQ(rig.status().premium_seats, 1);
  EXPECT_EQ(current_classification(rig.state, rig.policy), Classification::reserved);
  EXPECT_TRUE(signs_in(rig, "late", Capability::chat));
  EXPECT_EQ(rig.status().premium_seats, 2);
  ASSERT_FALSE(rig.history.empty());
  EXPECT_EQ(rig.history.back().row.state, "evaluation");
  EXPECT_EQ(rig.history.back().row.interval_start, at("2026-03-02T00:00:00Z"));
  rig.ask(ReturnReservation{});
  EXPECT_EQ(rig.status().premium_seats, 2);  // a class falls only at the next sign-in
  signs_in(rig, "next", Capability::chat);
  EXPECT_EQ(rig.status().standard_seats, 1);
}

}  // namespace
}  // namespace lic::test
