#pragma once
// The pretended machine's clocks. One master clock runs true and never stops; the machine's boot clock and calendar are
// offsets from it, and SSM's clock is another.

#include <string>

#include "agent/time.hpp"

namespace lic::sim {

// True time: milliseconds since 1970-01-01 UTC.
using MasterTime = ClockTag<struct MasterTag>::time_point;

class VirtualClock {
public:
  explicit VirtualClock(MasterTime start) : master_(start), booted_(start - kMinute) {}

  [[nodiscard]] MasterTime master() const { return master_; }
  [[nodiscard]] Now now() const { return Now{wall(), BootTime{master_ - booted_}}; }
  [[nodiscard]] WallTime wall() const { return WallTime{master_.time_since_epoch() + wall_offset_}; }
  [[nodiscard]] Millis wall_offset() const { return wall_offset_; }
  [[nodiscard]] std::string boot_id() const { return "boot-" + std::to_string(boots_); }
  // When the master clock will show what the boot clock calls `at`.
  [[nodiscard]] MasterTime master_at(BootTime at) const { return booted_ + at.time_since_epoch(); }

  void advance_to(MasterTime time) {
    if (time > master_) master_ = time;
  }
  void step_wall(Millis by) { wall_offset_ += by; }
  void set_wall_offset(Millis offset) { wall_offset_ = offset; }
  void boot_again() {  // the machine has just started
    booted_ = master_ - 20 * kSecond;
    ++boots_;
  }

private:
  MasterTime master_;
  MasterTime booted_;
  Millis wall_offset_{0};
  int boots_ = 1;
};

}  // namespace lic::sim
