// What every StateStore promises (persistence/state_store.hpp), for the real one and for the fake of the tests.

#include "tests/persistence/state_store_contract.hpp"

#include <map>
#include <string>
#include <vector>

#include "tests/persistence/filled_state.hpp"

namespace lic {
namespace {

TYPED_TEST_SUITE(StateStoreContract, Subjects, SubjectNames);

HistoryRow row(std::int64_t number, const std::string& entitlement = "standard") {
  return HistoryRow{.interval_start = quarter_hour(number),
                    .interval_end = quarter_hour(number + 1),
                    .entitlement = entitlement,
                    .current = 3,
                    .peak = 5,
                    .average = 4.25,
                    .reported = std::nullopt,
                    .locked = std::nullopt,
                    .purchased = std::nullopt,
                    .state = "waiting"};
}

DomainEvent event(const std::string& name) {
  return DomainEvent{
      .at = WallTime{Millis{7}}, .name = name, .kind = "info", .severity = 5, .minutes = std::nullopt, .text = "text"};
}

TYPED_TEST(StateStoreContract, NothingStoredYetIsFresh) {
  const LoadedState loaded = this->reloaded();
  EXPECT_TRUE(loaded.fresh);
  EXPECT_EQ(loaded.state.sections, Sections{});
  EXPECT_FALSE(loaded.lab);
}

TYPED_TEST(StateStoreContract, FirstCommitEndsFreshnessEvenWhenNothingDiffersFromDefaults) {
  this->commit(Sections{});
  const LoadedState loaded = this->reloaded();
  EXPECT_FALSE(loaded.fresh);
  EXPECT_EQ(loaded.state.sections, Sections{});
}

TYPED_TEST(StateStoreContract, SectionsComeBackAsSaved) {
  for (const Sections& sections : sections_with_every_alternative()) {
    this->commit(sections);
    EXPECT_EQ(this->reloaded().state.sections, sections);
  }
}

TYPED_TEST(StateStoreContract, WaitingReportsAreDurableInOrder) {  // R-USE-7
  Changes changes;
  changes.outbox = {{.key = 12, .before = std::nullopt, .after = filled_report()},
                    {.key = 3, .before = std::nullopt, .after = Report{}},
                    {.key = 4, .before = std::nullopt, .after = Report{}}};
  this->commit(changes);
  changes.outbox = {{.key = 3, .before = Report{}, .after = std::nullopt},
                    {.key = 4, .before = Report{}, .after = filled_report()}};
  this->commit(changes);
  const std::map<std::int64_t, Report> expected = {{4, filled_report()}, {12, filled_report()}};
  EXPECT_EQ(this->reloaded().state.outbox, expected);
}

TYPED_TEST(StateStoreContract, LabPositionIsKeptUntilReplaced) {
  const LabPosition position{WallTime{Millis{1}}, BootTime{Millis{2}}, "boot"};
  this->commit(Sections{}, Changes{}, position);
  this->commit(filled_sections());
  EXPECT_EQ(this->reloaded().lab, position);
  const LabPosition later{WallTime{Millis{3}}, BootTime{Millis{4}}, "other"};
  this->commit(filled_sections(), Changes{}, later);
  EXPECT_EQ(this->reloaded().lab, later);
}

TYPED_TEST(StateStoreContract, HistoryRowsComeBackOldestFirstWithinTheRange) {  // R-USE-8
  HistoryRow full = row(2);
  full.reported = 5;
  full.locked = 4;
  full.purchased = 100;
  Changes changes;
  changes.history = {{.row = full}, {.row = row(0)}, {.row = row(1, "seats")}};
  this->commit(changes);
  this->subject_.reopen();
  EXPECT_EQ(this->history(), (std::vector<HistoryRow>{row(0), row(1, "seats"), full}));
  EXPECT_EQ(this->history(2), (std::vector<HistoryRow>{row(0), row(1, "seats")}));
  EXPECT_TRUE(this->history(0).empty());
  EXPECT_TRUE(this->history(-1).empty());
  const auto part = this->subject_.store().history(quarter_hour(1), quarter_hour(2), 10);
  EXPECT_EQ(*part, std::vector<HistoryRow>{row(1, "seats")});
}

TYPED_TEST(StateStoreContract, RepeatsBecomeOneRowAnIntervalEach) {
  Changes changes;
  changes.history = {{.row = row(10), .repeats = 3}};
  this->commit(changes);
  EXPECT_EQ(this->history(), (std::vector<HistoryRow>{row(10), row(11), row(12), row(13)}));
}

TYPED_TEST(StateStoreContract, AnAnswerCompletesItsIntervalOnce) {  // R-USE-4
  Changes changes;
  changes.history = {{.row = row(0)}, {.row = row(1)}, {.row = row(1, "premium")}};
  this->commit(changes);
  changes = {};
  changes.completions = {{.interval_end = quarter_hour(2),
                          .entitlement = "standard",
                          .reported = 5,
                          .locked = 0,
                          .purchased = 50,
                          .state = "in_compliance"}};
  this->commit(changes);
  changes.completions[0].reported = 99;
  changes.completions[0].state = "out_of_compliance";
  this->commit(changes);
  HistoryRow completed = row(1);
  completed.reported = 5;
  completed.locked = 0;
  completed.purchased = 50;
  completed.state = "in_compliance";
  EXPECT_EQ(this->history(), (std::vector<HistoryRow>{row(0), completed, row(1, "premium")}));
}

TYPED_TEST(StateStoreContract, ARowAndItsAnswerMayComeInOneCommit) {
  Changes changes;
  changes.history = {{.row = row(0)}};
  changes.completions = {{.interval_end = quarter_hour(1),
                          .entitlement = "standard",
                          .reported = std::nullopt,
                          .locked = std::nullopt,
                          .purchased = std::nullopt,
                          .state = "evaluation"}};
  this->commit(changes);
  ASSERT_EQ(this->history().size(), 1U);
  EXPECT_EQ(this->history()[0].state, "evaluation");
}

TYPED_TEST(StateStoreContract, HistoryOlderThanTheRetentionGoes) {  // R-USE-8
  constexpr std::int64_t kRowsADay = 96;
  for (std::int64_t day = 0; day < 3 * kRetentionDays; ++day) {
    Changes changes;
    changes.history = {{.row = row(day * kRowsADay), .repeats = kRowsADay - 1}};
    this->commit(changes);
  }
  const auto rows = this->history();
  const auto kept = static_cast<std::int64_t>(rows.size());
  EXPECT_GE(kept, kRetentionDays * kRowsADay);
  EXPECT_LE(kept, (kRetentionDays + 1) * kRowsADay);
  EXPECT_EQ(rows.back(), row(3 * kRetentionDays * kRowsADay - 1));
}

TYPED_TEST(StateStoreContract, EventsHaveNumbersThatRiseByOne) {
  DomainEvent full = event("SYSTEM_TO_ENTER_OOC_STATE");
  full.minutes = 45;
  Changes changes;
  changes.events = {event("A"), full};
  this->commit(changes);
  this->subject_.reopen();
  changes.events = {event("C")};
  this->commit(changes);
  const auto all = this->subject_.store().events(0, 10);
  ASSERT_EQ(all->size(), 3U);
  EXPECT_EQ((*all)[1].id, (*all)[0].id + 1);
  EXPECT_EQ((*all)[1].event, full);
  EXPECT_EQ((*all)[2].id, (*all)[0].id + 2);
  EXPECT_EQ((*all)[2].event, event("C"));
  EXPECT_EQ(*this->subject_.store().newest_event(), all->back().id);
  const auto later = this->subject_.store().events((*all)[0].id, 1);
  ASSERT_EQ(later->size(), 1U);
  EXPECT_EQ((*later)[0].event, full);
}

TYPED_TEST(StateStoreContract, OldestEventsGoAndNumbersGoOn) {
  Changes changes;
  changes.events = {event("E")};
  for (int number = 0; number < 1000; ++number) changes.events.push_back(event("E"));
  this->commit(changes);
  this->subject_.reopen();
  changes.events = {event("LAST")};
  this->commit(changes);
  const auto kept = *this->subject_.store().events(0, 100000);
  EXPECT_GE(static_cast<std::int64_t>(kept.size()), kEventsMax);
  EXPECT_LE(static_cast<std::int64_t>(kept.size()), kEventsMax + kEventsSlack);
  EXPECT_EQ(kept.back().id, 1002);
  EXPECT_EQ(kept.back().event.name, "LAST");
}

TYPED_TEST(StateStoreContract, APastThatIsForgottenIsGoneAndWhatCameWithItStays) {  // R-LIFE-6
  Changes changes;
  changes.history = {{.row = row(0), .repeats = 9}};
  changes.reports = {{.id = 1, .entitlement = {"standard"}, .start = quarter_hour(0), .end = quarter_hour(1)}};
  changes.events = {event("A"), event("B"), event("C")};
  this->commit(filled_sections(), changes);
  changes.forgets_past = true;
  changes.history = {{.row = row(20)}};
  changes.reports = {{.id = 2, .entitlement = {"premium"}, .start = quarter_hour(20), .end = quarter_hour(21)}};
  changes.events = {event("FACTORY_RESET")};
  this->commit(Sections{}, changes);
  EXPECT_EQ(this->reloaded().state.sections, Sections{});
  EXPECT_EQ(this->history(), std::vector<HistoryRow>{row(20)});
  EXPECT_EQ(*this->subject_.store().report(1), std::nullopt);
  EXPECT_TRUE(*this->subject_.store().report(2));
  const auto events = *this->subject_.store().events(0, 10);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event, event("FACTORY_RESET"));
  EXPECT_EQ(events[0].id, 4);
}

TYPED_TEST(StateStoreContract, NumbersOfEventsGoOnAfterAPastThatLeftNothing) {  // a subscriber holds the last one
  Changes changes;
  changes.events = {event("A"), event("B")};
  this->commit(Sections{}, changes);
  changes = {};
  changes.forgets_past = true;
  this->commit(changes);
  this->subject_.reopen();
  EXPECT_TRUE(this->subject_.store().events(0, 10)->empty());
  changes = {};
  changes.events = {event("C")};
  this->commit(changes);
  EXPECT_EQ(this->subject_.store().events(2, 10)->front().id, 3);
}

}  // namespace
}  // namespace lic
