#include "tests/persistence/random_office.hpp"

namespace lic {

void RandomOffice::next() {
  before_ = state_.sections;
  changes_ = {};
  ++commits_;
  usage_only_ = commits_ % 7 != 0;
  const std::uint64_t count = commits_ % 14 == 0 ? 0 : 1 + dice_() % size_.changes_max;
  for (std::uint64_t change = 0; change < count; ++change) change_a_seat();
  state_.sections.clock.wall += Millis{1 + static_cast<std::int64_t>(dice_() % 5000)};
  state_.sections.clock.trusted = TrustedTime{state_.sections.clock.wall.time_since_epoch()};
  state_.sections.clock.boot_id = "boot";
  state_.sections.usage.next_row_id = commits_ + 1;
  state_.sections.usage.meters[0].current = static_cast<std::int64_t>(state_.seats.size());
  if (!usage_only_) state_.sections.evaluation.used += Millis{1};
}

void RandomOffice::change_a_seat() {
  SeatChange change;
  change.number = ++state_.sections.usage.last_change;
  change.seat.value = "agent" + std::to_string(dice_() % size_.ids);
  if (const Seat* found = state_.seats.find(change.seat.value)) change.before = *found;
  const std::uint64_t what = dice_() % 8;
  if (!change.before || what > 1) {
    Seat seat = change.before.value_or(Seat{});
    seat.used = CapabilitySet(dice_() & 0xffU);
    if (!change.before) seat.since = state_.sections.clock.trusted;
    if (what > 5) seat.lease_ends = state_.sections.clock.trusted + kMinute;
    if (!change.before || what == 2) {
      seat.seat_class = static_cast<SeatClass>(dice_() % kSeatClassCount);
      seat.class_change = change.number;
    }
    change.after = seat;
    state_.seats.put(change.seat.value, seat);
  } else {
    state_.seats.erase(change.seat.value);
  }
  changes_.seats.push_back(std::move(change));
}

void RandomOffice::take_back() {
  undo(state_, changes_);
  state_.sections = before_;
}

}  // namespace lic
