// The whole history in bounded memory (R-USE-8).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/time_text.hpp"
#include "daemon/api/history_stream.hpp"
#include "persistence/sqlite_store.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::HistoryPlace;
using api::HistoryQuestion;
using api::HistoryStream;
using api::Json;

constexpr WallTime kStart{Millis{1'735'689'600'000}};  // 2025-01-01T00:00:00Z
constexpr WallTime kEnd{Millis{253'402'300'799'000}};
constexpr std::int64_t kIntervals = 42'900;
const std::vector<std::string> kNames = {"standard",       "premium", "inbound", "outbound",
                                         "outbound_seats", "ivr",     "seats"};

// 300,300 rows: more than 400 days of the largest license type.
Changes long_history(std::int64_t intervals) {
  Changes changes;
  for (const std::string& name : kNames)
    changes.history.push_back(
        {{kStart, kStart + 15 * kMinute, name, 1, 2, 1.5, {}, {}, {}, "authorized"}, intervals - 1});
  return changes;
}

class LongHistory : public testing::Test {
protected:
  void SetUp() override {
    std::string path = "/tmp/lic-history-XXXXXX";
    ASSERT_NE(::mkdtemp(path.data()), nullptr);
    directory_ = path;
    auto opened = SqliteStore::open(directory_, {.retention_days = 10'000});
    ASSERT_TRUE(opened.has_value());
    store_ = std::move(*opened);
    const Sections sections;
    ASSERT_TRUE(store_->commit({.before = sections, .after = sections, .changes = long_history(kIntervals), .lab = {}})
                    .has_value());
  }
  void TearDown() override {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string directory_;
  std::unique_ptr<SqliteStore> store_;
};

std::int64_t lines_of(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

TEST_F(LongHistory, ComesWholeAsCsvInPiecesOfBoundedSize) {
  HistoryStream stream(*store_, {.from = {kStart, 0}, .to = kEnd, .is_csv = true});
  std::int64_t lines = 0;
  std::size_t largest = 0;
  std::string last_start;
  while (!stream.is_done()) {
    const auto piece = stream.next();
    ASSERT_TRUE(piece.has_value());
    lines += lines_of(*piece);
    largest = std::max(largest, piece->size());
    const std::string start = piece->substr(piece->rfind("20", piece->rfind(",seats,") - 20), 20);
    EXPECT_GE(start, last_start);
    last_start = start;
  }
  EXPECT_EQ(lines, 1 + kIntervals * static_cast<std::int64_t>(kNames.size()));
  EXPECT_LT(largest, 128U * 1024U);
  const auto after = stream.next();
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(*after, "");
}

TEST_F(LongHistory, ComesWholeAsJsonPagesEachRowOnce) {
  constexpr std::int64_t kPassed = 39'000;  // intervals; the rest is enough for a few pages
  HistoryQuestion question{.from = {kStart + kPassed * 15 * kMinute, 0}, .to = kEnd, .limit = 9'998, .is_csv = false};
  std::int64_t rows = kPassed * static_cast<std::int64_t>(kNames.size());
  bool more = true;
  while (more) {
    HistoryStream stream(*store_, question);
    std::string text;
    while (!stream.is_done()) text += *stream.next();
    const Json page = *api::parse_json(text);
    for (const Json& row : page.at("rows")) {
      const auto place = static_cast<std::size_t>(rows) % kNames.size();
      ASSERT_EQ(text_at(row, "/entitlement"), kNames[place]);
      ASSERT_EQ(text_at(row, "/interval_start"),
                to_rfc3339(kStart + rows / static_cast<std::int64_t>(kNames.size()) * 15 * kMinute));
      ++rows;
    }
    more = page.at("cursor").is_string();
    if (more) question.from = *api::history_place(text_at(page, "/cursor"));
  }
  EXPECT_EQ(rows, kIntervals * static_cast<std::int64_t>(kNames.size()));
}

TEST(HistoryPlaces, ComeBackFromTheirText) {
  const HistoryPlace place{kStart, 3};
  EXPECT_EQ(api::history_place(to_text(place)), place);
  for (const char* text : {"", "1", ".", "1.", ".1", "x.1", "1.x", "-1.1", "1.-1", "1.1.1", "1.99999999"})
    EXPECT_FALSE(api::history_place(text).has_value()) << text;
}

TEST(HistoryRoute, SendsALongAnswerInChunksAndGoesOnWithTheConnection) {
  ApiBench bench;
  bench.keep(long_history(500));
  ApiClient client(bench.socket_path());
  client.send(http_request("GET", "/v1/history?format=csv") + http_request("GET", "/healthz"));
  const HttpAnswer csv = client.receive();
  EXPECT_EQ(csv.status, 200);
  EXPECT_NE(csv.head.find("Transfer-Encoding: chunked"), std::string::npos);
  EXPECT_EQ(lines_of(csv.body), 1 + 500 * 7);
  EXPECT_TRUE(csv.body.starts_with("interval_start,entitlement,"));
  EXPECT_EQ(client.receive().status, 200);
  const Json whole = json_of(bench.ask("GET", "/v1/history"));
  EXPECT_EQ(whole.at("rows").size(), 3500U);
  EXPECT_TRUE(whole.at("cursor").is_null());
}

TEST(HistoryRoute, PagesByLimitAndCursor) {
  ApiBench bench;
  bench.keep(long_history(3));
  const Json first = json_of(bench.ask("GET", "/v1/history?limit=10"));
  EXPECT_EQ(first.at("rows").size(), 10U);
  const Json second = json_of(bench.ask("GET", "/v1/history?limit=100&cursor=" + text_at(first, "/cursor")));
  EXPECT_EQ(second.at("rows").size(), 11U);
  EXPECT_EQ(text_at(second, "/rows/0/entitlement"), "outbound");
  EXPECT_TRUE(second.at("cursor").is_null());
  EXPECT_EQ(bench.ask("GET", "/v1/history?cursor=x").status, 400);
}

// While a long answer is under way everybody else is served.
TEST(HistoryRoute, AClientThatDoesNotReadHoldsNobodyElse) {
  ApiBench bench;
  bench.keep(long_history(20'000));
  ApiClient slow(bench.socket_path());
  slow.send(http_request("GET", "/v1/history?format=csv"));
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 200);
  EXPECT_EQ(bench.ask("GET", "/v1/seats").status, 200);
}

}  // namespace
}  // namespace lic::test
