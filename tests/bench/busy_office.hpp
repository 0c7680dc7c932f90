#pragma once
// A contact centre in a hurry, for figures: any number of seats that sign in, change and sign out at random.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <utility>

#include "agent/state.hpp"

namespace lic::bench {

// Sign-ins, sign-outs and use of random seats, as the core would record them.
class BusyOffice {
public:
  explicit BusyOffice(std::int64_t ids) : ids_(ids) {
    sections_.clock.boot_id = "0c7c7c3e-9a35-4a8e-8a3e-5d9f3c0c2a11";
    sections_.clock.wall = WallTime{Millis{1772409600000}};
    sections_.clock.trusted = TrustedTime{Millis{1772409600000}};
    sections_.usage.open = true;
    sections_.usage.interval_start = sections_.clock.wall;
  }

  Changes sign_in_everybody_from(std::int64_t first, std::int64_t count) {
    Changes changes;
    for (std::int64_t id = first; id < std::min(ids_, first + count); ++id) change(changes, id, true);
    return changes;
  }
  Changes some(std::int64_t count) {
    Changes changes;
    std::uniform_int_distribution<std::int64_t> any(0, ids_ - 1);
    for (; count > 0; --count) change(changes, any(dice_), false);
    sections_.clock.wall += Millis{1};
    sections_.clock.trusted += Millis{1};
    for (MeterState& meter : sections_.usage.meters) {
      meter.current = static_cast<std::int64_t>(seats_.size());
      meter.integral += meter.current;
      meter.interval_peak = std::max(meter.interval_peak, meter.current);
    }
    return changes;
  }
  [[nodiscard]] const SeatTable& seats() const { return seats_; }
  [[nodiscard]] const Sections& sections() const { return sections_; }

private:
  // One in ten signs out or in, the others do something else.
  void change(Changes& changes, std::int64_t id, bool only_in) {
    char name[32];
    const int length = std::snprintf(name, sizeof name, "agent-%010lld", static_cast<long long>(id));
    SeatChange change;
    change.number = ++sections_.usage.last_change;
    change.seat.value.assign(name, static_cast<std::size_t>(length));
    const Seat* found = seats_.find(change.seat.value);
    if (found != nullptr) change.before = *found;
    Seat seat;
    if (found != nullptr) seat = *found;
    seat.configured = CapabilitySet(dice_() & 0xffU);
    seat.used = CapabilitySet(dice_() & 0xffU);
    if (found == nullptr) seat.since = sections_.clock.trusted;
    if (found == nullptr) seat.class_change = change.number;
    if (found == nullptr || only_in || dice_() % 10 != 0) change.after = seat;
    if (change.after) {
      seats_.put(change.seat.value, seat);
    } else {
      seats_.erase(change.seat.value);
    }
    changes.seats.push_back(std::move(change));
  }

  std::int64_t ids_;
  std::mt19937_64 dice_{7};
  SeatTable seats_;
  Sections sections_;
};

}  // namespace lic::bench
