// What is kept while the disk refuses, and how much of it.
#include "daemon/loop/pending.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace lic::test {
namespace {

Seat seat_of(SeatClass seat_class) {
  Seat seat;
  seat.seat_class = seat_class;
  return seat;
}

SeatChange change(std::int64_t number, const std::string& id, std::optional<Seat> before, std::optional<Seat> after) {
  return {.number = number, .seat = {id}, .before = before, .after = after};
}

TEST(Pending, KeepsEachSeatChangeWithinItsLimit) {
  Pending pending;
  const Seat seat = seat_of(SeatClass::standard);
  pending.sum().changes.seats = {change(1, "a", std::nullopt, seat), change(2, "a", seat, std::nullopt)};
  pending.bound();
  EXPECT_EQ(pending.sum().changes.seats.size(), 2U);
}

TEST(Pending, BeyondItsLimitSumsUpBySeat) {
  Pending pending;
  const Seat standard = seat_of(SeatClass::standard);
  const Seat premium = seat_of(SeatClass::premium);
  auto& seats = pending.sum().changes.seats;
  seats.push_back(change(1, "stays", standard, premium));
  seats.push_back(change(2, "leaves", standard, std::nullopt));
  std::int64_t number = 2;
  while (seats.size() <= Pending::kRowsMax) {
    seats.push_back(change(++number, "passes", std::nullopt, standard));
    seats.push_back(change(++number, "passes", standard, std::nullopt));
  }
  seats.push_back(change(++number, "comes", std::nullopt, standard));
  seats.push_back(change(++number, "comes", standard, premium));
  pending.bound();
  EXPECT_EQ(seats, (std::vector{change(1, "stays", standard, premium), change(2, "leaves", standard, std::nullopt),
                                change(number, "comes", std::nullopt, premium)}));
}

TEST(Pending, OfTheHistoryTheOldestGo) {
  Pending pending;
  auto& history = pending.sum().changes.history;
  for (std::size_t row = 0; row < Pending::kRowsMax + 5; ++row) {
    HistoryAppend append;
    append.row.peak = static_cast<std::int64_t>(row);
    history.push_back(append);
  }
  pending.bound();
  EXPECT_EQ(history.size(), Pending::kRowsMax);
  EXPECT_EQ(history.front().row.peak, 5);
}

TEST(Pending, GoesBackToAMark) {
  Pending pending;
  AgentState state;
  const Seat seat = seat_of(SeatClass::standard);
  state.seats.put("held", seat);
  pending.sum().changes.seats.push_back(change(1, "held", std::nullopt, seat));
  auto mark = pending.mark();
  state.seats.erase("held");
  pending.sum().changes.seats.push_back(change(2, "held", seat, std::nullopt));
  pending.sum().changes.events.emplace_back();
  pending.sum().usage_only = false;
  pending.undo(state, std::move(mark));
  EXPECT_TRUE(state.seats.contains("held"));
  EXPECT_EQ(pending.sum().changes.seats.size(), 1U);
  EXPECT_TRUE(pending.sum().changes.events.empty());
  EXPECT_TRUE(pending.sum().usage_only);
}

DomainEvent event(const std::string& name) {
  DomainEvent event;
  event.name = name;
  return event;
}

TEST(Pending, WhatIsAppendedAfterAMarkComesAfterWhatWasThere) {
  Pending pending;
  pending.sum().changes.events = {event("held back")};
  auto mark = pending.mark();
  pending.sum().changes.events.push_back(event("new"));
  pending.rejoin(mark);
  EXPECT_EQ(pending.sum().changes.events, (std::vector{event("held back"), event("new")}));
  AgentState state;
  pending.undo(state, std::move(mark));
  EXPECT_EQ(pending.sum().changes.events, std::vector{event("held back")});
}

TEST(Pending, APastThatIsForgottenComesBackWhenTheDiskRefuses) {  // R-LIFE-6
  Pending pending;
  Changes& changes = pending.sum().changes;
  changes.events = {event("held back"), event("held back, too")};
  changes.history.emplace_back();
  auto mark = pending.mark();
  changes.events.push_back(event("before the reset"));
  changes.events.clear();  // as Turn::forget_past() does
  changes.forgets_past = true;
  changes.events.push_back(event("FACTORY_RESET"));
  pending.rejoin(mark);
  EXPECT_EQ(changes.events, std::vector{event("FACTORY_RESET")});
  EXPECT_TRUE(changes.history.empty());
  AgentState state;
  pending.undo(state, std::move(mark));
  EXPECT_FALSE(changes.forgets_past);
  EXPECT_EQ(changes.events, (std::vector{event("held back"), event("held back, too")}));
  EXPECT_EQ(changes.history.size(), 1U);
}

TEST(Pending, TheNextBatchForgetsNothing) {
  Pending pending;
  pending.sum().changes.forgets_past = true;
  pending.clear();
  EXPECT_TRUE(pending.sum().changes.empty());
}

}  // namespace
}  // namespace lic::test
