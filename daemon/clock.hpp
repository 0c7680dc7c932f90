#pragma once
// Seam: where time comes from. The core has no clock; the loop stamps each envelope with what this one says.

#include <chrono>
#include <string>

#include "agent/time.hpp"
#include "persistence/state_store.hpp"

namespace lic {

// Used from the loop's thread only.
class Clock {
public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Now now() const = 0;
  // Changes with each boot of the machine (R-TIME-1).
  [[nodiscard]] virtual std::string boot_id() const = 0;
};

// CLOCK_MONOTONIC, by which systemd orders what it hears from services; the domain knows nothing of it.
[[nodiscard]] std::chrono::microseconds monotonic_time();

// CLOCK_REALTIME and CLOCK_BOOTTIME; the boot id is the kernel's.
class SystemClock final : public Clock {
public:
  SystemClock();
  [[nodiscard]] Now now() const override;
  [[nodiscard]] std::string boot_id() const override;

private:
  std::string boot_id_;
};

// Stands until it is moved (interfaces.md section 8).
class LabClock final : public Clock {
public:
  explicit LabClock(LabPosition position);
  // Where a machine first switched on at `wall` stands.
  [[nodiscard]] static LabPosition first_position(WallTime wall);

  [[nodiscard]] Now now() const override;
  [[nodiscard]] std::string boot_id() const override;
  [[nodiscard]] const LabPosition& position() const { return position_; }

  // Both clocks go on together. `delta` is not negative.
  void advance(Millis delta);
  // The machine was off until `wall`, then booted.
  void boot_at(WallTime wall);
  // Somebody set the calendar; time since boot does not notice.
  void step(Millis delta);

private:
  LabPosition position_;
};

}  // namespace lic
