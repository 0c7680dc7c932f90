// Who is signed in, in slots that do not move.

#include "agent/seat_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace lic {
namespace {

TrustedTime at(std::int64_t millis) { return TrustedTime{Millis{millis}}; }

Seat leased_until(std::int64_t millis) {
  Seat seat;
  seat.lease_ends = at(millis);
  return seat;
}

// Ids in the order of their slots.
std::vector<std::string> order_of(const SeatTable& seats) {
  std::vector<std::string> ids;
  seats.visit([&ids](std::string_view id, const Seat&) { ids.emplace_back(id); });
  return ids;
}

TEST(SeatTable, IsWhatAMapWouldBeAfterManyChangesAtRandom) {
  std::mt19937_64 dice(1);
  SeatTable table;
  std::map<std::string, Seat> model;
  for (int count = 0; count < 100'000; ++count) {
    const std::string id = "agent with a long name " + std::to_string(dice() % 3000);
    if (dice() % 3 == 0) {
      EXPECT_EQ(table.erase(id), model.erase(id) == 1);
      continue;
    }
    Seat seat;
    seat.version = static_cast<std::uint16_t>(dice() % 4);
    seat.class_change = count;
    if (dice() % 2 == 0) seat.lease_ends = at(static_cast<std::int64_t>(dice() % 500));
    table.put(id, seat);
    model[id] = seat;
  }
  ASSERT_EQ(table.size(), model.size());
  std::vector<std::int64_t> versions(4);
  std::vector<std::pair<TrustedTime, std::string>> leases;
  for (const auto& [id, seat] : model) {
    ASSERT_NE(table.find(id), nullptr) << id;
    EXPECT_EQ(*table.find(id), seat) << id;
    ++versions[seat.version];
    if (seat.lease_ends && *seat.lease_ends <= at(250)) leases.emplace_back(*seat.lease_ends, id);
  }
  for (std::uint16_t version = 0; version < 4; ++version)
    EXPECT_EQ(table.count_of_version(version), versions[version]) << version;
  std::vector<std::string> ended = table.leases_ended(at(250), model.size());
  std::sort(leases.begin(), leases.end());
  ASSERT_EQ(ended.size(), leases.size());
  EXPECT_EQ(table.next_lease_end(), leases.front().first);
  for (std::size_t place = 0; place < ended.size(); ++place)
    EXPECT_EQ(model.at(ended[place]).lease_ends, leases[place].first) << place;
}

TEST(SeatTable, IdsOfEveryLengthAreFoundAlsoInASlotThatHadAnother) {
  SeatTable table;
  std::vector<std::string> ids;
  for (std::size_t length = 1; length <= 128; ++length) ids.emplace_back(length, 'a');
  for (std::size_t turn = 0; turn < 2; ++turn) {
    for (const std::string& id : ids) {
      table.put("a seat before, with a name of its own", Seat{});
      table.erase("a seat before, with a name of its own");
      table.put(id, leased_until(static_cast<std::int64_t>(id.size())));
    }
    for (const std::string& id : ids) {
      table.expect(id);
      ASSERT_NE(table.find(id), nullptr) << id.size();
      EXPECT_EQ(*table.find(id), leased_until(static_cast<std::int64_t>(id.size())));
    }
    EXPECT_EQ(order_of(table).size(), ids.size());
    for (const std::string& id : ids) EXPECT_TRUE(table.erase(id));
    std::reverse(ids.begin(), ids.end());
  }
  table.expect("nobody");
  EXPECT_TRUE(table.empty());
}

TEST(SeatTable, ASeatKeepsItsSlotWhateverHappensToOthers) {
  SeatTable table;
  for (int number = 0; number < 5000; ++number) table.put("agent" + std::to_string(number), Seat{});
  const std::vector<std::string> before = order_of(table);
  for (int number = 0; number < 5000; number += 3) table.erase("agent" + std::to_string(number));
  for (int number = 1; number < 5000; number += 3) table.put("agent" + std::to_string(number), leased_until(number));
  for (int number = 0; number < 3000; ++number) table.put("new" + std::to_string(number), Seat{});
  std::vector<std::string> kept;
  for (const std::string& id : order_of(table))
    if (id.starts_with("agent")) kept.push_back(id);
  std::vector<std::string> expected;
  for (const std::string& id : before)
    if (table.contains(id)) expected.push_back(id);
  EXPECT_EQ(kept, expected);
}

TEST(SeatTable, FreedSlotsAreUsedAgain) {
  SeatTable table;
  for (std::size_t number = 0; number < 2 * SeatTable::kChunkSeats; ++number)
    table.put("agent" + std::to_string(number), Seat{});
  EXPECT_EQ(table.chunk_count(), 2U);
  for (int round = 0; round < 10; ++round) {
    for (int number = 0; number < 1000; ++number) table.erase("agent" + std::to_string(number));
    for (int number = 0; number < 1000; ++number) table.put("agent" + std::to_string(number), Seat{});
  }
  EXPECT_EQ(table.chunk_count(), 2U);
}

TEST(SeatTable, ChunksTogetherAreAllSeatsOnce) {
  SeatTable table;
  EXPECT_EQ(table.chunk_count(), 0U);
  for (std::size_t number = 0; number < 3 * SeatTable::kChunkSeats + 1; ++number)
    table.put("agent" + std::to_string(number), Seat{});
  ASSERT_EQ(table.chunk_count(), 4U);
  std::map<std::string, int> seen;
  for (std::size_t chunk = 0; chunk < table.chunk_count(); ++chunk)
    table.visit_chunk(chunk, [&seen](std::string_view id, const Seat&) { ++seen[std::string(id)]; });
  EXPECT_EQ(seen.size(), table.size());
  EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& entry) { return entry.second == 1; }));
}

TEST(SeatTable, ACopyIsATableOfItsOwn) {
  SeatTable table;
  table.put("one", leased_until(5));
  SeatTable copy = table;
  EXPECT_EQ(copy, table);
  copy.put("one", leased_until(9));
  copy.put("two", Seat{});
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(table.next_lease_end(), at(5));
  EXPECT_EQ(copy.next_lease_end(), at(9));
  EXPECT_NE(copy, table);
  table = copy;
  EXPECT_EQ(table, copy);
  const SeatTable moved = std::move(copy);
  EXPECT_EQ(moved, table);
  EXPECT_EQ(*moved.find("one"), leased_until(9));
}

TEST(SeatTable, EqualWhateverTheSlots) {
  SeatTable left;
  SeatTable right;
  for (const char* id : {"one", "two", "three"}) left.put(id, Seat{});
  for (const char* id : {"three", "gone", "two", "one"}) right.put(id, Seat{});
  EXPECT_NE(left, right);
  right.erase("gone");
  EXPECT_EQ(left, right);
  right.put("two", leased_until(1));
  EXPECT_NE(left, right);
}

TEST(SeatTable, LeasesEndSoonestFirstAndNoMoreThanAskedFor) {
  SeatTable table;
  EXPECT_EQ(table.next_lease_end(), std::nullopt);
  table.put("late", leased_until(30));
  table.put("soon", leased_until(10));
  table.put("later", leased_until(20));
  table.put("never", Seat{});
  EXPECT_EQ(table.leases_ended(at(20), 10), (std::vector<std::string>{"soon", "later"}));
  EXPECT_EQ(table.leases_ended(at(20), 1), std::vector<std::string>{"soon"});
  table.put("soon", Seat{});  // watched again
  table.erase("later");
  EXPECT_EQ(table.next_lease_end(), at(30));
}

TEST(SeatTable, VersionsAreCountedAsSeatsComeChangeAndGo) {
  SeatTable table;
  Seat seat;
  seat.version = 2;
  table.put("one", seat);
  table.put("two", seat);
  EXPECT_EQ(table.count_of_version(2), 2);
  seat.version = 300;
  table.put("one", seat);
  table.erase("two");
  EXPECT_EQ(table.count_of_version(2), 0);
  EXPECT_EQ(table.count_of_version(300), 1);
  EXPECT_EQ(table.count_of_version(9999), 0);
}

}  // namespace
}  // namespace lic
