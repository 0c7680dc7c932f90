#pragma once
// The slots of the seat table: in each one seat and its id. They lie in blocks that never move, and an id of up to 20
// bytes lies in its slot, so that looking at a seat touches one place of memory. Not thread-safe.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "agent/seat.hpp"

namespace lic {

struct SeatSlot {
  // Empty = the slot is free. Good until set_id().
  [[nodiscard]] std::string_view id() const { return {long_id ? long_id.get() : short_id.data(), id_length}; }
  void set_id(std::string_view id);

  std::unique_ptr<char[]> long_id;  // null if the id is short
  std::uint32_t id_length = 0;
  std::array<char, 20> short_id;
  Seat seat;
};

class SeatSlots {
public:
  using SlotNumber = std::uint32_t;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] SeatSlot& operator[](SlotNumber slot) { return blocks_[slot / kBlockSlots][slot % kBlockSlots]; }
  [[nodiscard]] const SeatSlot& operator[](SlotNumber slot) const {
    return blocks_[slot / kBlockSlots][slot % kBlockSlots];
  }
  // A free slot behind all others.
  SlotNumber add();
  // Asks the processor to bring the slot near.
  void fetch(SlotNumber slot) const;

private:
  static constexpr std::size_t kBlockSlots = 1024;

  std::vector<std::unique_ptr<SeatSlot[]>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace lic
