// What every StateStore promises of seats: the hot path, sessions that ended, and what reports said.

#include "tests/persistence/state_store_contract.hpp"

#include <string>
#include <vector>

#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

template <class Subject>
class SeatStoreContract : public StateStoreContract<Subject> {};
TYPED_TEST_SUITE(SeatStoreContract, Subjects, SubjectNames);

TYPED_TEST(SeatStoreContract, SeatsAppearChangeAndGo) {
  Seat changed = filled_seat();
  changed.seat_class = SeatClass::standard;
  Changes changes;
  changes.seats = {{.seat = {"agent \"1\" \xc3\xa9"}, .before = std::nullopt, .after = filled_seat()},
                   {.seat = {"agent2"}, .before = std::nullopt, .after = filled_seat()},
                   {.seat = {"agent3"}, .before = std::nullopt, .after = Seat{}}};
  this->commit(changes);
  changes.seats = {{.seat = {"agent2"}, .before = filled_seat(), .after = changed},
                   {.seat = {"agent3"}, .before = Seat{}, .after = std::nullopt},
                   {.seat = {"unknown"}, .before = Seat{}, .after = std::nullopt}};
  this->commit(changes);
  SeatTable expected;
  expected.put("agent \"1\" \xc3\xa9", filled_seat());
  expected.put("agent2", changed);
  EXPECT_EQ(this->reloaded().state.seats, expected);
}

TYPED_TEST(SeatStoreContract, ChangesOfOneSeatInOneCommitApplyInOrder) {
  Changes changes;
  changes.seats = {{.seat = {"agent1"}, .before = std::nullopt, .after = Seat{}},
                   {.seat = {"agent1"}, .before = Seat{}, .after = std::nullopt},
                   {.seat = {"agent1"}, .before = std::nullopt, .after = filled_seat()}};
  this->commit(changes);
  const LoadedState loaded = this->reloaded();
  ASSERT_NE(loaded.state.seats.find("agent1"), nullptr);
  EXPECT_EQ(*loaded.state.seats.find("agent1"), filled_seat());
}

TYPED_TEST(SeatStoreContract, CountersAndSeatsOfTheHotPathComeBack) {
  this->commit(filled_sections());
  Sections after = filled_sections();
  after.clock.wall += kMinute;
  after.usage.meters[2].current += 1;
  Changes changes;
  changes.seats = {{.number = 88, .seat = {"agent1"}, .before = std::nullopt, .after = filled_seat()}};
  this->commit_usage(after, changes);
  EXPECT_EQ(this->reloaded().state.sections, after);
  after.trust = {};
  after.usage.meters[2].current += 1;
  this->commit(after);
  EXPECT_EQ(this->reloaded().state.sections, after);
  EXPECT_EQ(*this->reloaded().state.seats.find("agent1"), filled_seat());
}

Seat of_class(SeatClass seat_class, std::int64_t change) {
  Seat seat;
  seat.seat_class = seat_class;
  seat.since = TrustedTime{Millis{1000 + change}};
  seat.class_change = change;
  return seat;
}

// Two sign in, one rises, both leave: the numbers are the changes'.
std::vector<SeatChange> a_working_day() {
  const Seat first = of_class(SeatClass::standard, 1);
  const Seat second = of_class(SeatClass::standard, 2);
  Seat used = first;
  used.used = with(Capability::email);
  Seat risen = used;
  risen.seat_class = SeatClass::premium;
  risen.class_change = 4;
  return {{.number = 1, .seat = {"first"}, .before = std::nullopt, .after = first},
          {.number = 2, .seat = {"second"}, .before = std::nullopt, .after = second},
          {.number = 3, .seat = {"first"}, .before = first, .after = used},
          {.number = 4, .seat = {"first"}, .before = used, .after = risen},
          {.number = 5, .seat = {"second"}, .before = second, .after = std::nullopt},
          {.number = 6, .seat = {"first"}, .before = risen, .after = std::nullopt}};
}

TYPED_TEST(SeatStoreContract, SessionsAcrossAChangeAreThoseThatHadBegunAndEndedLater) {  // R-USE-11
  Sections after;
  for (const SeatChange& change : a_working_day()) {
    Changes changes;
    changes.seats = {change};
    after.usage.last_change = change.number;
    this->commit_usage(after, changes);
  }
  this->subject_.reopen();
  const EndedSession standard{{"first"}, SeatClass::standard, TrustedTime{Millis{1001}}, 1, 4};
  const EndedSession premium{{"first"}, SeatClass::premium, TrustedTime{Millis{1001}}, 4, 6};
  const EndedSession second{{"second"}, SeatClass::standard, TrustedTime{Millis{1002}}, 2, 5};
  const auto across = [this](std::int64_t change, std::int64_t limit = 10) {
    return *this->subject_.store().sessions_across(change, limit);
  };
  EXPECT_TRUE(across(0).ended.empty());
  EXPECT_EQ(across(1).ended, std::vector<EndedSession>{standard});
  EXPECT_EQ(across(3).ended, (std::vector<EndedSession>{standard, second}));
  EXPECT_EQ(across(4).ended, (std::vector<EndedSession>{second, premium}));
  EXPECT_EQ(across(5).ended, std::vector<EndedSession>{premium});
  EXPECT_TRUE(across(6).ended.empty());
  EXPECT_EQ(across(4).reaches_back_to, 0);
  EXPECT_TRUE(across(4, 2).is_whole);
  EXPECT_FALSE(across(4, 1).is_whole);
  EXPECT_EQ(across(4, 1).ended, std::vector<EndedSession>{second});
  EXPECT_TRUE(across(4, 0).ended.empty());
}

TYPED_TEST(SeatStoreContract, SessionsOfOneBatchAreToldApartByTheirNumbers) {  // R-USE-11
  Sections after;
  after.usage.last_change = 6;
  Changes changes;
  changes.seats = a_working_day();
  this->commit_usage(after, changes);
  this->subject_.reopen();
  const auto log = this->subject_.store().sessions_across(3, 10);
  ASSERT_EQ(log->ended.size(), 2U);
  EXPECT_EQ(log->ended[0].to, 4);
  EXPECT_EQ(log->ended[1].to, 5);
}

TYPED_TEST(SeatStoreContract, AReportIsKnownByItsIdAsItWasMade) {  // R-USE-11
  const ReportRecord record{.id = 17,
                            .entitlement = {"premium"},
                            .start = quarter_hour(1),
                            .end = quarter_hour(2),
                            .peak = 40,
                            .peak_at = TrustedTime{Millis{41}},
                            .peak_change = 42};
  Changes changes;
  changes.reports = {record, {.id = 18, .entitlement = {"standard"}, .start = {}, .end = {}}};
  this->commit(changes);
  this->subject_.reopen();
  EXPECT_EQ(*this->subject_.store().report(17), record);
  EXPECT_EQ(*this->subject_.store().report(19), std::nullopt);
}

}  // namespace
}  // namespace lic
