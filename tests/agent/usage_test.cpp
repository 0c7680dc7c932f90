// R-USE-1..4, 11, R-CTL-6, R-TIME-2, 3.
#include <gtest/gtest.h>

#include <algorithm>

#include "agent/seats.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

const HistoryRow* row(const Rig& rig, const char* start, const char* entitlement) {
  for (const HistoryAppend& append : rig.history)
    if (append.row.interval_start == at(start) && append.row.entitlement == entitlement) return &append.row;
  return nullptr;
}

TEST(Usage, KeepsTheExactPeakOfAnIntervalNotASample) {  // R-USE-3
  Rig rig;
  rig.advance(kMinute);
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.feed(SignIn{SeatId{"b"}, {}, {}});
  rig.advance(Millis{1});
  rig.feed(SignOut{SeatId{"a"}});
  rig.feed(SignOut{SeatId{"b"}});
  rig.advance(kHour);
  ASSERT_NE(row(rig, "2026-03-02T00:00:00Z", "seats"), nullptr);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->peak, 2);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->current, 0);
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "seats")->peak, 0);
}

TEST(Usage, AnIntervalStartsWithTheCountThatStandsAtItsFirstInstant) {  // R-USE-3: half-open
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(15 * kMinute);
  rig.feed(SignOut{SeatId{"a"}});  // exactly on the border: the next interval's
  rig.advance(15 * kMinute);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "standard")->peak, 1);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "standard")->current, 1);
  EXPECT_DOUBLE_EQ(row(rig, "2026-03-02T00:00:00Z", "standard")->average, 1.0);
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "standard")->peak, 1);
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "standard")->current, 0);
}

TEST(Usage, ClassesByWhatIsConfigured) {  // R-USE-2
  const Policy policy = flex_policy();
  EXPECT_EQ(classify(policy.license_type, policy.classification,
                     with(Capability::inbound_voice) | with(Capability::outbound_direct_preview), {}),
            SeatClass::standard);
  for (const Capability premium : {Capability::chat, Capability::email, Capability::supervisor,
                                   Capability::outbound_progressive, Capability::outbound_predictive})
    EXPECT_EQ(classify(policy.license_type, policy.classification, with(premium), {}), SeatClass::premium);
}

TEST(Usage, ClassesByWhatWasUsedButSupervisorAtSignIn) {  // R-USE-2
  const Policy policy = flex_su3_policy();
  EXPECT_EQ(classify(policy.license_type, policy.classification, with(Capability::chat), {}), SeatClass::standard);
  EXPECT_EQ(classify(policy.license_type, policy.classification, with(Capability::chat), with(Capability::chat)),
            SeatClass::premium);
  EXPECT_EQ(classify(policy.license_type, policy.classification, with(Capability::supervisor), {}), SeatClass::premium);
}

TEST(Usage, AClassRisesInMidSessionAndFallsOnlyAtTheNextSignIn) {  // R-USE-1, 2
  Rig rig(flex_su3_policy());
  const SeatId seat{"a"};
  rig.feed(SignIn{seat, with(Capability::chat), {}});
  EXPECT_EQ(rig.status().standard_seats, 1);
  rig.feed(SeatUpdate{seat, std::nullopt, with(Capability::chat)});
  EXPECT_EQ(rig.status().premium_seats, 1);
  rig.feed(SeatUpdate{seat, CapabilitySet{}, {}});
  rig.feed(SignIn{seat, {}, {}});
  EXPECT_EQ(rig.status().premium_seats, 1);
  rig.feed(SignOut{seat});
  rig.feed(SignIn{seat, {}, {}});
  EXPECT_EQ(rig.status().standard_seats, 1);
}

TEST(Usage, PeaksSurviveARestartInTheSameInterval) {  // R-USE-3
  Rig rig;
  for (const char* seat : {"a", "b", "c"}) rig.feed(SignIn{SeatId{seat}, {}, {}});
  rig.feed(SeatSync{{SignIn{SeatId{"a"}, {}, {}}}});
  rig.restart(false, 2 * kMinute);
  rig.advance(kHour);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->peak, 3);
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "seats")->peak, 1);
}

TEST(Usage, TimeOffGivesOneGapRowAndRestoredSessionsOpenTheCurrentInterval) {  // R-USE-4
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(5 * kMinute);
  rig.feed(TimerFired{});
  rig.restart(true, 3 * kHour);
  const auto gaps =
      std::ranges::count_if(rig.history, [](const HistoryAppend& a) { return a.row.entitlement == "gap"; });
  EXPECT_EQ(gaps, 1);
  EXPECT_EQ(row(rig, "2026-03-02T00:05:00Z", "gap")->interval_end, at("2026-03-02T03:05:00Z"));
  EXPECT_EQ(rig.status().standard_seats, 1);
  EXPECT_EQ(row(rig, "2026-03-02T01:00:00Z", "seats"), nullptr);
}

TEST(Usage, AClockStepClosesTheIntervalAndIsAnEventWithoutAStorm) {  // R-USE-3, R-TIME-3
  Rig rig;
  rig.register_now();
  const std::size_t sent = rig.sent.size();
  rig.advance(5 * kMinute);
  rig.step_wall(3 * kHour);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->interval_end, at("2026-03-02T00:05:00Z"));
  EXPECT_EQ(rig.sent.size(), sent);
  const auto told =
      std::ranges::count_if(rig.events, [](const DomainEvent& e) { return e.name == "SYSTEM_CLOCK_CHANGED"; });
  EXPECT_EQ(told, 1);
  rig.step_wall(5 * kSecond);
  EXPECT_EQ(std::ranges::count_if(rig.events, [](const DomainEvent& e) { return e.name == "SYSTEM_CLOCK_CHANGED"; }),
            1);
}

TEST(Usage, AnUnconfirmedJumpForwardIsGivenBackBySsmsSignedTime) {  // R-TIME-2
  Rig rig;
  rig.register_now();
  rig.advance(kDay);
  const WallTime truth = rig.now.wall;
  rig.restart(true, 400 * kDay);  // a wrong calendar at boot
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  const SsmRequest request = rig.sent.back();
  rig.feed(SsmReplied{
      {request.id, truth, ExchangeFailed{FailureCode::clock_differs, "clocks differ", "set the clock", std::nullopt}}});
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_LE(rig.trusted().time_since_epoch(), truth.time_since_epoch() + kHour);
}

TEST(Usage, MaxSeatsRefusesFurtherSignInsInEveryState) {  // R-CTL-6
  Policy policy = flex_policy();
  policy.max_seats = 1;
  Rig rig(policy);
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  const RequestId again = rig.ask(SignIn{SeatId{"a"}, {}, {}});
  EXPECT_TRUE(std::holds_alternative<SeatDone>(*rig.answer_to(again)));
  const RequestId refused = rig.ask(SignIn{SeatId{"b"}, {}, {}});
  const auto& said = std::get<SeatRefused>(*rig.answer_to(refused));
  EXPECT_EQ(said.code, LimitCode::ova_limit);
  EXPECT_EQ(said.reason, "1 seat is signed in and this machine is built for 1");
  EXPECT_EQ(rig.state.seats.size(), 1U);
}

TEST(Usage, ASyncIsOneInstantAndLeavesNoTransientPeak) {  // R-USE-3, 9
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.feed(SeatSync{{SignIn{SeatId{"b"}, {}, {}}, SignIn{SeatId{"a"}, with(Capability::chat), {}}}});
  rig.advance(kHour);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "standard")->peak, 1);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "premium")->peak, 1);
}

TEST(Usage, ARestartWithinAnIntervalDoesNotPullItsAverageDown) {  // R-USE-3, 4
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(2 * kMinute);
  rig.restart(false, 5 * kMinute);
  rig.advance(kHour);
  EXPECT_DOUBLE_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->average, 1.0);
}

TEST(Usage, AStepSeenLateLeavesTheIntervalsOfTheOldClockAsTheyAre) {  // R-USE-3
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.sleep(20 * kMinute);
  rig.step_wall(3 * kHour);
  EXPECT_EQ(row(rig, "2026-03-02T00:00:00Z", "seats")->interval_end, at("2026-03-02T00:15:00Z"));
  EXPECT_NE(row(rig, "2026-03-02T00:00:00Z", "seats")->state, "clock_step");
  ASSERT_NE(row(rig, "2026-03-02T00:15:00Z", "seats"), nullptr);
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "seats")->interval_end, at("2026-03-02T00:20:00Z"));
  EXPECT_EQ(row(rig, "2026-03-02T00:15:00Z", "seats")->state, "clock_step");
}

TEST(Usage, ASignInThatSeesAClockStepIsNoHotPath) {  // Step::usage_only: it wrote history and events
  Rig rig;
  rig.advance(kMinute);
  rig.now.wall += kHour;
  const Step step = rig.feed(SignIn{SeatId{"a"}, {}, {}});
  EXPECT_FALSE(step.changes.history.empty());
  EXPECT_FALSE(step.usage_only);
}

TEST(Usage, TheFirstReportAfterARegistrationNamesWhoMadeItsPeak) {  // R-USE-11
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.feed(SignIn{SeatId{"b"}, {}, {}});
  rig.advance(kMinute);
  rig.feed(SignOut{SeatId{"b"}});
  rig.register_now();
  rig.advance(14 * kMinute);
  ASSERT_EQ(rig.state.outbox.size(), 1U);
  const ReportRow& standard = rig.state.outbox.begin()->second.rows.back();
  ASSERT_EQ(standard.entitlement.value, "standard");
  EXPECT_EQ(standard.peak, 1);
  EXPECT_EQ(standard.peak_change, 3);  // when "b" had left
  EXPECT_EQ(standard.peak_at.time_since_epoch(), at("2026-03-02T00:01:00Z").time_since_epoch());
}

TEST(Usage, UnderConfiguredUseAloneRaisesNothing) {  // R-USE-2
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, with(Capability::inbound_voice), {}});
  rig.feed(SeatUpdate{SeatId{"a"}, std::nullopt, with(Capability::chat)});
  EXPECT_EQ(rig.status().standard_seats, 1);
}

TEST(Usage, UndoPutsTheTablesBack) {
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, with(Capability::chat), {}});
  const auto before = rig.state.seats;
  const Sections sections = rig.state.sections;
  Step changed = step(rig.state, {rig.now, 1, std::nullopt, SeatSync{{SignIn{SeatId{"b"}, {}, {}}}}}, rig.policy);
  undo(rig.state, changed.changes);
  rig.state.sections = sections;
  EXPECT_EQ(rig.state.seats, before);
}

}  // namespace
}  // namespace lic::test
