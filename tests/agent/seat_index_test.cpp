// The index of the seat table, against a model: marks of different seats may be equal.

#include "agent/seat_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <string>

namespace lic {
namespace {

std::optional<SeatIndex::SlotNumber> found(const SeatIndex& index, SeatIndex::Mark mark, SeatIndex::SlotNumber slot) {
  return index.find(mark, [slot](SeatIndex::SlotNumber other) { return other == slot; });
}

// Slots and marks of a hundred thousand changes; `marks` says how many marks there are.
void expect_that_all_is_found(std::uint32_t marks, std::uint32_t stride) {
  std::mt19937_64 dice(marks);
  SeatIndex index;
  std::map<SeatIndex::SlotNumber, SeatIndex::Mark> model;
  for (int count = 0; count < 100'000; ++count) {
    const auto slot = static_cast<SeatIndex::SlotNumber>(dice() % 300);
    if (const auto known = model.find(slot); known != model.end()) {
      index.erase(known->second, slot);
      model.erase(known);
    } else {
      const auto mark = static_cast<SeatIndex::Mark>(dice() % marks * stride);
      index.insert(mark, slot);
      model[slot] = mark;
    }
    const auto any = static_cast<SeatIndex::SlotNumber>(dice() % 300);
    const auto known = model.find(any);
    if (known != model.end()) {
      ASSERT_EQ(found(index, known->second, any), any) << count;
    }
    ASSERT_EQ(index.size(), model.size());
  }
  for (const auto& [slot, mark] : model) EXPECT_EQ(found(index, mark, slot), slot);
}

TEST(SeatIndex, WhatWasPutInIsFoundWhateverCameAndWent) { expect_that_all_is_found(1'000'000, 1); }

TEST(SeatIndex, EqualMarksAreKeptApartByTheirSlots) { expect_that_all_is_found(3, 1); }

TEST(SeatIndex, SearchesGoOnFromTheEndAtTheBegin) { expect_that_all_is_found(8, UINT32_MAX / 8); }

TEST(SeatIndex, WhatIsGoneIsNotFound) {
  SeatIndex index;
  for (SeatIndex::SlotNumber slot = 0; slot < 100; ++slot) index.insert(7, slot);
  for (SeatIndex::SlotNumber slot = 0; slot < 100; slot += 2) index.erase(7, slot);
  for (SeatIndex::SlotNumber slot = 0; slot < 100; ++slot)
    EXPECT_EQ(found(index, 7, slot).has_value(), slot % 2 == 1) << slot;
  EXPECT_FALSE(found(index, 8, 1).has_value());
}

}  // namespace
}  // namespace lic
