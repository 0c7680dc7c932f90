#pragma once
// What goes wrong, and when: a daily throw decides. Pure choice; the world carries it out.

#include <optional>
#include <variant>

#include "tests/simulation/dice.hpp"
#include "tests/simulation/scenario.hpp"
#include "tests/simulation/virtual_clock.hpp"

namespace lic::sim {

struct Partition {
  Millis length;
};
struct SsmTrouble {
  enum class Kind { try_again, refuses, refuses_renewal, clock_off } kind = Kind::refuses;
  Millis length;
  Millis clock_offset{0};
};
struct SsmForgets {
  bool only_version = false;
};  // instance removed, or SSM restored from an older copy
struct Suspend {
  Millis length;
};
struct PowerOff {
  Millis length;
  std::optional<Millis> wall_offset;  // a wrong clock at boot
  Millis wrong_for{0};
};
struct Kill {};
struct ClockStep {
  Millis by;
  Millis corrected_after;
};
struct Snapshot {};
struct Restore {};
struct MoveHardware {};  // the disk goes into the other machine
struct DelayedAnswers {
  bool on = true;
};

using Fault = std::variant<Partition, SsmTrouble, SsmForgets, Suspend, PowerOff, Kill, ClockStep, Snapshot, Restore,
                           MoveHardware, DelayedAnswers>;

class Faults {
public:
  Faults(Dice dice, const Scenario& scenario) : dice_(dice), scenario_(scenario) {}
  // Today's fault, if any.
  [[nodiscard]] std::optional<Fault> today();

private:
  [[nodiscard]] Millis a_while();
  [[nodiscard]] Fault clock_fault();

  Dice dice_;
  const Scenario& scenario_;
};

}  // namespace lic::sim
