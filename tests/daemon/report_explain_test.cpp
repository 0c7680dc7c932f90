// Which sessions made a peak (R-USE-11): from the seat table and the log of ended sessions.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/api/peak_sessions.hpp"
#include "daemon/api/report_list.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

using api::Json;
using api::peak_sessions;
using api::PeakPage;
using api::PeakQuestion;

using Names = std::set<std::string>;

std::int64_t last_change(const LoopBench& bench) { return bench.loop.reading().state.sections.usage.last_change; }

Names signed_in(const LoopBench& bench, SeatClass seat_class) {
  Names names;
  bench.loop.reading().state.seats.visit([&](std::string_view id, const Seat& seat) {
    if (seat.seat_class == seat_class) names.emplace(id);
  });
  return names;
}

// All pages; each session once.
Names names_at(const LoopBench& bench, MemoryStore& disk, PeakQuestion question) {
  Names names;
  for (bool more = true; more;) {
    const auto page = peak_sessions(bench.loop.reading().state.seats, last_change(bench), disk, question);
    EXPECT_TRUE(page.has_value());
    EXPECT_LE(page->sessions.size(), question.limit);
    for (const api::PeakSession& session : page->sessions) EXPECT_TRUE(names.insert(session.seat).second);
    EXPECT_EQ(page->found, static_cast<std::int64_t>(names.size()));
    more = page->next.has_value();
    question.from = page->next;
  }
  return names;
}

Event something(std::mt19937& dice) {
  const SeatId seat{"s" + std::to_string(dice() % 30)};
  switch (dice() % 4) {
    case 0: return SignIn{seat, with(Capability::inbound_voice), {}};
    case 1: return SignIn{seat, with(Capability::chat), {}};
    case 2: return SeatUpdate{seat, with(Capability::chat), {}};
    default: return SignOut{seat};
  }
}

TEST(PeakSessions, AreThoseThatStoodAtAnyMomentOfTheDay) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  std::mt19937 dice(7);
  std::vector<std::pair<std::int64_t, Names>> moments;
  for (int count = 0; count < 400; ++count) {
    static_cast<void>(bench.ask(something(dice)));
    moments.emplace_back(last_change(bench), signed_in(bench, SeatClass::premium));
  }
  for (const auto& [change, premium] : moments) {
    for (const std::size_t limit : {std::size_t{3}, std::size_t{1000}})
      EXPECT_EQ(names_at(bench, disk, {change, SeatClass::premium, limit, {}}), premium) << "change " << change;
  }
}

TEST(PeakSessions, SayThatSomethingEndedWhileThePagesWereRead) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  for (const char* seat : {"a", "b", "c"}) static_cast<void>(bench.ask(SignIn{SeatId{seat}, {}, {}}));
  PeakQuestion question{last_change(bench), SeatClass::standard, 2, {}};
  const auto first = peak_sessions(bench.loop.reading().state.seats, last_change(bench), disk, question);
  ASSERT_TRUE(first.has_value() && first->next.has_value());
  static_cast<void>(bench.ask(SignOut{SeatId{"a"}}));
  question.from = api::peak_place(to_text(*first->next));
  ASSERT_TRUE(question.from.has_value());
  const auto second = peak_sessions(bench.loop.reading().state.seats, last_change(bench), disk, question);
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->has_moved);
}

TEST(PeakSessions, APlaceThatNobodyGaveIsRefused) {
  for (const char* text : {"", "0", "2:1:1:1:0:", "0:1:1:0:", "0:x:1:1:0:a", "0:1:1:-1:0:a", "0:1:1:1:a"})
    EXPECT_FALSE(api::peak_place(text).has_value()) << text;
}

constexpr WallTime kStart{Millis{1'772'447'400'000}};  // 2026-03-02T10:30:00Z

ReportRecord record(std::int64_t id, const char* entitlement, std::int64_t peak, std::int64_t change) {
  return {id,   EntitlementName{entitlement},           kStart, kStart + 15 * kMinute,
          peak, TrustedTime{kStart.time_since_epoch()}, change};
}

TEST(ReportExplanation, NamesTheSessionsAndSaysThatTheyAreAll) {
  ApiBench bench;
  bench.feed(SignIn{SeatId{"a"}, with(Capability::chat), {}});
  bench.feed(SignIn{SeatId{"b"}, with(Capability::chat), {}});
  bench.feed(SignOut{SeatId{"a"}});
  bench.feed(SignIn{SeatId{"c"}, with(Capability::chat), {}});
  Changes changes;
  changes.reports = {record(5, "premium", 2, 2), record(6, "premium", 3, 2)};
  bench.keep(changes);
  const Json said = json_of(bench.ask("GET", "/v1/reports/5/explain"));
  EXPECT_EQ(said.at("found"), 2);
  EXPECT_EQ(said.at("matches_peak"), true);
  EXPECT_EQ(text_at(said, "/sessions/0/id"), "b");
  EXPECT_EQ(said.at("sessions").at(0).at("ended"), false);
  EXPECT_EQ(text_at(said, "/sessions/1/id"), "a");
  EXPECT_EQ(said.at("sessions").at(1).at("ended"), true);
  EXPECT_TRUE(said.at("reason").is_null());
  const Json wrong = json_of(bench.ask("GET", "/v1/reports/6/explain"));
  EXPECT_EQ(wrong.at("matches_peak"), false);
  EXPECT_FALSE(wrong.at("reason").is_null());
}

TEST(ReportExplanation, PagesCountOn) {
  ApiBench bench;
  for (const char* seat : {"a", "b", "c"}) bench.feed(SignIn{SeatId{seat}, {}, {}});
  Changes changes;
  changes.reports = {record(5, "standard", 3, 3)};
  bench.keep(changes);
  Json page = json_of(bench.ask("GET", "/v1/reports/5/explain?limit=2"));
  EXPECT_EQ(page.at("found"), 2);
  EXPECT_TRUE(page.at("matches_peak").is_null());
  page = json_of(bench.ask("GET", "/v1/reports/5/explain?limit=2&cursor=" + text_at(page, "/cursor")));
  EXPECT_EQ(page.at("found"), 3);
  EXPECT_EQ(page.at("matches_peak"), true);
  EXPECT_EQ(bench.ask("GET", "/v1/reports/5/explain?cursor=1").status, 400);
}

TEST(ReportExplanation, OfACountOfPortsSaysThatItHasNoSessions) {
  ApiBench bench;
  Changes changes;
  changes.reports = {record(5, "inbound", 30, 0), record(6, "gone", 1, 0)};
  bench.keep(changes);
  const Json ports = json_of(bench.ask("GET", "/v1/reports/5/explain"));
  EXPECT_NE(text_at(ports, "/explanation").find("30 at 2026-03-02T10:30:00Z"), std::string::npos);
  EXPECT_TRUE(ports.at("sessions").empty());
  EXPECT_NE(text_at(json_of(bench.ask("GET", "/v1/reports/6/explain")), "/explanation").find("catalog"),
            std::string::npos);
}

// Twelve reports of one license, one each quarter hour; the first two are pruned.
class KeptReports : public testing::Test {
protected:
  void SetUp() override {
    Changes changes;
    for (std::int64_t id = 3; id <= 12; ++id) {
      ReportRecord one = record(id, "standard", id, 0);
      one.end = kStart + id * 15 * kMinute;
      one.start = one.end - 15 * kMinute;
      changes.reports.push_back(one);
    }
    const Sections nothing;
    ASSERT_TRUE(disk_.commit({.before = nothing, .after = nothing, .changes = changes, .lab = {}}).has_value());
  }

  std::vector<std::int64_t> ids(std::int64_t from, std::int64_t to, std::int64_t limit, std::int64_t below = 13) {
    const auto page =
        api::reports_page(disk_, {kStart + from * 15 * kMinute, kStart + to * 15 * kMinute, limit, below});
    EXPECT_TRUE(page.has_value());
    std::vector<std::int64_t> found;
    for (const ReportRecord& one : page->reports) found.push_back(one.id);
    next_below_ = page->next_below;
    return found;
  }

  MemoryStore disk_;
  std::optional<std::int64_t> next_below_;
};

TEST_F(KeptReports, ComeNewestFirstInPages) {
  EXPECT_EQ(ids(0, 100, 4), (std::vector<std::int64_t>{12, 11, 10, 9}));
  ASSERT_EQ(next_below_, 9);
  EXPECT_EQ(ids(0, 100, 4, *next_below_), (std::vector<std::int64_t>{8, 7, 6, 5}));
  EXPECT_EQ(ids(0, 100, 4, *next_below_), (std::vector<std::int64_t>{4, 3}));
}

TEST_F(KeptReports, EndWhereTheyArePruned) {
  EXPECT_EQ(ids(0, 100, 100).size(), 10U);
  EXPECT_FALSE(next_below_.has_value());
}

TEST_F(KeptReports, AreThoseThatEndInTheTimeAskedFor) {
  EXPECT_EQ(ids(5, 8, 100), (std::vector<std::int64_t>{8, 7, 6}));
  EXPECT_EQ(ids(12, 100, 100), std::vector<std::int64_t>{});
  EXPECT_EQ(ids(0, 2, 100), std::vector<std::int64_t>{});
}

TEST(ReportExplanation, OfAnUnknownReportIs404) {
  ApiBench bench;
  for (const char* id : {"1", "x", "-1", "99999999999999999999"})
    EXPECT_EQ(bench.ask("GET", std::string("/v1/reports/") + id + "/explain").status, 404) << id;
}

}  // namespace
}  // namespace lic::test
