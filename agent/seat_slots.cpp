#include "agent/seat_slots.hpp"

namespace lic {

void SeatSlot::set_id(std::string_view id) {
  long_id = id.size() > short_id.size() ? std::make_unique<char[]>(id.size()) : nullptr;
  id.copy(long_id ? long_id.get() : short_id.data(), id.size());
  id_length = static_cast<std::uint32_t>(id.size());
}

SeatSlots::SlotNumber SeatSlots::add() {
  if (size_ % kBlockSlots == 0) blocks_.push_back(std::make_unique<SeatSlot[]>(kBlockSlots));
  return static_cast<SlotNumber>(size_++);
}

void SeatSlots::fetch(SlotNumber slot) const {
  const SeatSlot& wanted = (*this)[slot];
  __builtin_prefetch(&wanted.id_length);
  __builtin_prefetch(&wanted.seat.lease_ends);
}

}  // namespace lic
