// Paging through the seats, and why each counts as it does (R-USE-11).
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "daemon/api/seat_walk.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;
using api::SeatPage;
using api::SeatPlace;
using api::seats_from;

bool everybody(const Seat& /*seat*/) { return true; }

std::string name(std::size_t number) { return "agent" + std::to_string(number); }

TEST(SeatWalk, MeetsEachSeatThatStaysExactlyOnceWhileOthersComeAndGo) {
  SeatTable seats;
  for (std::size_t number = 0; number < 3000; ++number) seats.put(name(number), Seat{});
  std::mt19937 dice(1);
  std::map<std::string, int> met;
  std::optional<SeatPlace> place = SeatPlace{};
  while (place) {
    const SeatPage page = seats_from(seats, *place, 7, everybody);
    EXPECT_LE(page.rows.size(), 7U);
    for (const SeatPage::Row& row : page.rows) ++met[std::string(row.id)];
    place = page.next;
    // Odd ones leave, new ones take their places.
    seats.erase(name(2 * (dice() % 1500) + 1));
    seats.put("new" + std::to_string(dice() % 500), Seat{});
  }
  for (std::size_t number = 0; number < 3000; number += 2) EXPECT_EQ(met[name(number)], 1) << name(number);
}

TEST(SeatWalk, GivesOnlyWhatIsWanted) {
  SeatTable seats;
  seats.put("a", Seat{.seat_class = SeatClass::premium});
  seats.put("b", Seat{});
  const SeatPage page =
      seats_from(seats, {}, 10, [](const Seat& seat) { return seat.seat_class == SeatClass::premium; });
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows.front().id, "a");
  EXPECT_FALSE(page.next.has_value());
}

TEST(SeatWalk, LooksAtABoundedPartOfTheTableEachTime) {
  SeatTable seats;
  const std::size_t count = 2 * api::kChunksPerPage * SeatTable::kChunkSeats;
  for (std::size_t number = 0; number < count; ++number) seats.put(name(number), Seat{});
  for (std::size_t number = 0; number + 1 < count; ++number) seats.erase(name(number));
  const SeatPage first = seats_from(seats, {}, 10, everybody);
  EXPECT_TRUE(first.rows.empty());
  ASSERT_TRUE(first.next.has_value());
  const SeatPage second = seats_from(seats, *first.next, 10, everybody);
  ASSERT_EQ(second.rows.size(), 1U);
  EXPECT_FALSE(second.next.has_value());
}

TEST(SeatWalk, APlaceComesBackFromItsText) {
  const SeatPlace place{12, "a:b c"};
  EXPECT_EQ(api::seat_place(to_text(place)), place);
  EXPECT_EQ(api::seat_place("0:"), SeatPlace{});
  for (const char* text : {"", "a", "12", "-1:a", ":a", "99999999999999999999:a", "1x:a"})
    EXPECT_FALSE(api::seat_place(text).has_value()) << text;
}

TEST(SeatWalk, APlaceBehindTheTableIsItsEnd) {
  SeatTable seats;
  seats.put("a", Seat{});
  const SeatPage page = seats_from(seats, {4'000'000'000U, "z"}, 10, everybody);
  EXPECT_TRUE(page.rows.empty());
  EXPECT_FALSE(page.next.has_value());
}

TEST(SeatList, PagesByCursor) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("PUT", "/v1/seats", R"({"seats":[{"id":"b&c","capabilities":[]},{"id":"a","capabilities":[]}]})")
                .status,
            200);
  const Json first = json_of(bench.ask("GET", "/v1/seats?limit=1"));
  EXPECT_EQ(text_at(first, "/seats/0/id"), "a");
  EXPECT_EQ(first.at("total"), 2);
  const Json second = json_of(bench.ask("GET", "/v1/seats?limit=1&cursor=" + text_at(first, "/cursor")));
  EXPECT_EQ(text_at(second, "/seats/0/id"), "b&c");
  EXPECT_TRUE(second.at("cursor").is_null());
  EXPECT_EQ(bench.ask("GET", "/v1/seats?cursor=abc").status, 400);
}

TEST(SeatList, ExplainNamesRuleCapabilityTypeAndTime) {  // R-USE-11
  ApiBench bench;
  EXPECT_EQ(bench.ask("POST", "/v1/seats", R"({"id":"a","capabilities":["inbound_voice","chat"]})").status, 201);
  const Json said = json_of(bench.ask("GET", "/v1/seats/a/explain"));
  EXPECT_EQ(text_at(said, "/class"), "premium");
  EXPECT_EQ(text_at(said, "/rule"), "chat is configured, and that makes a seat user premium");
  EXPECT_EQ(said.at("because_of"), Json::array({"chat"}));
  EXPECT_EQ(text_at(said, "/classification"), "configured");
  EXPECT_EQ(text_at(said, "/since"), "2026-03-02T10:30:00Z");
}

}  // namespace
}  // namespace lic::test
