// What is remembered of backups, and what a restored state may not forget of the one it replaces.
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>

#include "agent/backup.hpp"
#include "tests/agent/desk.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

// Only a registration that was restored has something for SSM to judge.
TEST(RecoveryAlarm, HoldsOnlyForARegistrationOfBefore) {
  const auto starts_restored = [](Rig& rig) { rig.feed(Started{rig.boot_id, rig.udi, "", "restored from a backup"}); };
  Rig evaluating;
  starts_restored(evaluating);
  EXPECT_FALSE(evaluating.alarm(AlarmCode::state_recovered));
  evaluating.sleep(kHour);
  evaluating.register_now();
  EXPECT_FALSE(evaluating.alarm(AlarmCode::state_recovered)) << "SSM knows what is registered now";
  Rig reserved;
  reserve(reserved);
  starts_restored(reserved);
  EXPECT_FALSE(reserved.alarm(AlarmCode::state_recovered));
  Rig registered;
  registered.register_now();
  registered.sleep(kHour);
  starts_restored(registered);
  EXPECT_TRUE(registered.alarm(AlarmCode::state_recovered));
  registered.ask(FactoryReset{});
  EXPECT_FALSE(registered.alarm(AlarmCode::state_recovered));
}

Sections used(Millis evaluation) {
  Sections sections;
  sections.evaluation.used = evaluation;
  return sections;
}

Reserved reserved(const std::string& instance, Millis made_at, const std::string& text) {
  Reserved standing;
  standing.code.instance = InstanceId{instance};
  standing.code.made_at = WallTime{made_at};
  standing.code.text = text;
  return standing;
}

TEST(Backup, IsAnEventOfTheHistory) {
  Rig rig;
  const Step step = rig.feed(BackupMade{});
  ASSERT_EQ(step.changes.events.size(), 1U);
  EXPECT_EQ(step.changes.events.front().name, "BACKUP_MADE");
}

TEST(CarryForward, KeepsTheMoreOfTheEvaluationUsed) {
  for (const auto& [present, restored, wanted] :
       {std::tuple{40 * kDay, 10 * kDay, 40 * kDay}, {10 * kDay, 40 * kDay, 40 * kDay}}) {
    Sections after = used(restored);
    ASSERT_TRUE(carry_forward(used(present), after).has_value());
    EXPECT_EQ(after.evaluation.used, wanted);
  }
}

TEST(CarryForward, CountsAnEvaluationThatRuns) {
  Sections present = used(5 * kDay);
  present.clock.trusted = TrustedTime{100 * kDay};
  present.evaluation.running_since = TrustedTime{70 * kDay};
  Sections stopped = used(Millis{0});
  ASSERT_TRUE(carry_forward(present, stopped).has_value());
  EXPECT_EQ(stopped.evaluation.used, 35 * kDay);
  // The same evaluation, an earlier moment: nothing is counted twice, and it runs on from now.
  Sections earlier = used(5 * kDay);
  earlier.clock.trusted = TrustedTime{80 * kDay};
  earlier.evaluation.running_since = TrustedTime{70 * kDay};
  ASSERT_TRUE(carry_forward(present, earlier).has_value());
  EXPECT_EQ(earlier.evaluation.used, 35 * kDay);
  EXPECT_EQ(earlier.evaluation.running_since, present.clock.trusted);
}

// A machine at the moment of its backup, later, and after a restore that the next boot follows.
struct Machine {
  Sections backup;
  Rig rig;

  explicit Machine(Policy policy = flex_policy()) : rig(std::move(policy)) { rig.advance(10 * kDay); }
  void back_up() { backup = rig.state.sections; }
  Result<void> restore() {
    const Sections present = rig.state.sections;
    rig.state = {};
    rig.state.sections = backup;
    return carry_forward(present, rig.state.sections);
  }
};

TEST(CarryForward, TurnsTrustedTimeNeverBack) {
  Machine machine;
  machine.back_up();
  machine.rig.advance(30 * kDay);
  const TrustedTime before = machine.rig.trusted();
  ASSERT_TRUE(machine.restore().has_value());
  machine.rig.restart(true, -29 * kDay);  // another boot, with the calendar set back
  EXPECT_GE(machine.rig.trusted(), before);
  EXPECT_EQ(machine.rig.status().evaluation_left, 50 * kDay);
}

TEST(CarryForward, LeavesALaterTrustedTimeAlone) {
  Machine machine;
  machine.back_up();
  machine.backup.clock.trusted += 5 * kDay;
  const ClockState later = machine.backup.clock;
  ASSERT_TRUE(machine.restore().has_value());
  EXPECT_EQ(machine.rig.state.sections.clock, later);
  EXPECT_EQ(machine.rig.state.sections.evaluation.running_since, later.trusted);
}

// The days of a registration between the backup and the restore are no days of evaluation (R-EVAL-2).
TEST(CarryForward, CostsNoEvaluationDays) {
  Machine machine;
  machine.back_up();
  machine.rig.register_now();
  machine.rig.advance(60 * kDay);
  ASSERT_TRUE(machine.restore().has_value());
  machine.rig.restart(true);
  EXPECT_EQ(machine.rig.status().evaluation_left, 80 * kDay);
}

TEST(CarryForward, CountsTheTimeBetweenAsUnwatched) {
  Machine machine;
  machine.rig.ask(SignIn{.seat = SeatId{"a"}, .capabilities = {}});
  machine.rig.advance(5 * kMinute);
  machine.back_up();
  const Millis unwatched = machine.backup.products.unwatched;
  machine.rig.advance(kDay);
  const WallTime seen = machine.rig.state.sections.clock.wall;
  ASSERT_TRUE(machine.restore().has_value());
  EXPECT_EQ(machine.rig.state.sections.products.unwatched - unwatched, kDay);
  EXPECT_EQ(machine.rig.state.sections.usage.integrated_to, seen);
}

TEST(CarryForward, BringsNoReservationBackThatWasReturned) {
  Sections present;
  present.reservation.used = {InstanceId{"r-1"}};
  present.reservation.requests_made = 7;
  Sections restored;
  restored.registration.standing = reserved("r-1", Millis{1}, "code");
  const auto carried = carry_forward(present, restored);
  ASSERT_FALSE(carried.has_value());
  EXPECT_EQ(carried.error().code, ErrorCode::failed_precondition);
  restored.registration.standing = Unregistered{};
  ASSERT_TRUE(carry_forward(present, restored).has_value());
  EXPECT_EQ(restored.reservation.used, present.reservation.used) << "the code is never installed again (R-SLR-5)";
  EXPECT_EQ(restored.reservation.requests_made, 7);
}

TEST(CarryForward, KeepsTheLaterCodeOfAReservation) {
  Sections present;
  present.registration.standing = reserved("r-1", Millis{2}, "fewer licenses");
  present.reservation.confirmation_code = "cc";
  Sections restored;
  restored.registration.standing = reserved("r-1", Millis{1}, "more licenses");
  ASSERT_TRUE(carry_forward(present, restored).has_value());
  EXPECT_EQ(std::get<Reserved>(restored.registration.standing).code.text, "fewer licenses");
  EXPECT_EQ(restored.reservation.confirmation_code, "cc");
}

// Another way to a code that SSM has reduced: the backup has only the request that both codes are of.
TEST(CarryForward, ForgetsNoReservationThatIsInstalled) {
  Machine machine;
  requested(machine.rig);
  machine.back_up();
  const AuthorizationCode all = code_with(machine.rig, ten_and_forty());
  done_by(machine.rig, InstallReservation{all});
  machine.rig.advance(kDay);
  const AuthorizationCode fewer = code_with(machine.rig, {{"standard", 1}, {"server", 1}});
  done_by(machine.rig, InstallReservation{fewer});
  const Rig installed = machine.rig;
  const auto refused = machine.restore();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::failed_precondition);
  EXPECT_NE(refused.error().remedy.find("reservation return"), std::string::npos);
  // Once it was returned, the request is over, and so are its codes.
  machine.rig = installed;
  done_by(machine.rig, ReturnReservation{});
  ASSERT_TRUE(machine.restore().has_value());
  machine.rig.restart(true);
  EXPECT_FALSE(machine.rig.state.sections.reservation.request.has_value());
  EXPECT_EQ(objection_to(machine.rig, InstallReservation{all}),
            "the reservation of this code was returned, so the code cannot be installed again");
}

TEST(CarryForward, ReplacesNoReservationByAnother) {
  Sections present;
  present.registration.standing = reserved("r-2", Millis{2}, "new");
  Sections restored;
  restored.registration.standing = reserved("r-1", Millis{1}, "old");
  EXPECT_FALSE(carry_forward(present, restored).has_value());
}

Sections registered_as(const char* instance) {
  Sections sections;
  Registered standing;
  standing.identity.instance = InstanceId{instance};
  sections.registration.standing = standing;
  return sections;
}

TrustedTime day(int number) { return TrustedTime{number * kDay}; }

TEST(CarryForward, KeepsTheOverageThatBeganMeanwhile) {
  Sections present = registered_as("i-1");
  present.compliance.phase = Entered{day(5)};
  present.authorization.removal = Removal{day(6), day(7), true};
  Sections restored = registered_as("i-1");
  ASSERT_TRUE(carry_forward(present, restored).has_value());
  EXPECT_EQ(restored.compliance, present.compliance);
  EXPECT_EQ(restored.authorization.removal, present.authorization.removal);
  Sections other = registered_as("i-2");
  ASSERT_TRUE(carry_forward(present, other).has_value());
  EXPECT_EQ(other.compliance, ComplianceState{}) << "another registration has clocks of its own";
  EXPECT_EQ(other.authorization.removal, std::nullopt);
}

TEST(CarryForward, KeepsTheEarlierOverageWithTheHigherLocks) {
  const EntitlementName standard{"standard"};
  const EntitlementName premium{"premium"};
  Sections present = registered_as("i-1");
  present.compliance.phase = Locked{day(9), {{standard, 5}, {premium, 8}}};
  present.authorization.removal = Removal{day(9), std::nullopt, false};
  Sections restored = registered_as("i-1");
  restored.compliance.phase = Locked{day(3), {{standard, 7}}};
  restored.authorization.removal = Removal{day(2), day(3), false};
  ASSERT_TRUE(carry_forward(present, restored).has_value());
  const Locked wanted{day(3), {{standard, 7}, {premium, 8}}};
  EXPECT_EQ(std::get<Locked>(restored.compliance.phase), wanted);
  const Removal removal{day(2), day(3), false};
  EXPECT_EQ(restored.authorization.removal, removal);
}

TEST(CarryForward, LeavesAnOverageThatOnlyTheBackupHas) {
  for (const ComplianceState& mild : {ComplianceState{}, ComplianceState{Tolerated{}}}) {
    Sections present = registered_as("i-1");
    present.compliance = mild;
    Sections restored = registered_as("i-1");
    restored.compliance.phase = Entered{day(3)};
    ASSERT_TRUE(carry_forward(present, restored).has_value());
    EXPECT_EQ(std::get<Entered>(restored.compliance.phase).since, day(3));
  }
}

TEST(CarryForward, KeepsSinceWhenTheSameCodeLacks) {
  using Since = std::optional<TrustedTime>;
  for (const auto& [present_since, backup_since, wanted] :
       {std::tuple<Since, Since, Since>{day(4), {}, day(4)}, {day(4), day(6), day(4)}, {{}, day(6), day(6)}}) {
    Sections present;
    Reserved standing = reserved("r-1", Millis{1}, "code");
    standing.lacking_since = present_since;
    present.registration.standing = standing;
    Sections restored;
    standing.lacking_since = backup_since;
    restored.registration.standing = standing;
    ASSERT_TRUE(carry_forward(present, restored).has_value());
    EXPECT_EQ(std::get<Reserved>(restored.registration.standing).lacking_since, wanted);
  }
}

TEST(CarryForward, NeverGoesBackToClassicMode) {
  Policy policy = flex_policy();
  policy.first_mode = LicensingMode::classic;
  Machine machine{policy};
  machine.back_up();
  machine.rig.ask(MigrateToSmart{});
  ASSERT_TRUE(machine.restore().has_value());
  machine.rig.restart(true);
  EXPECT_EQ(machine.rig.status().licensing_mode, LicensingMode::smart);
  EXPECT_TRUE(machine.rig.status().evaluation_in_use);
}

TEST(CarryForward, KeepsTheListOfUsedCodesBounded) {
  Sections present;
  for (int number = 0; number < 32; ++number)
    present.reservation.used.push_back(InstanceId{"new-" + std::to_string(number)});
  Sections restored;
  restored.reservation.used = {InstanceId{"old"}, InstanceId{"new-3"}};
  ASSERT_TRUE(carry_forward(present, restored).has_value());
  EXPECT_EQ(restored.reservation.used.size(), 32U);
  EXPECT_EQ(restored.reservation.used.back(), InstanceId{"new-31"});
}

}  // namespace
}  // namespace lic::test
