#include "tests/simulation/faults.hpp"

namespace lic::sim {

Millis Faults::a_while() {
  const std::int64_t what = dice_.below(100);
  if (what < 60) return dice_.between(kMinute, 10 * kHour);
  if (what < 88) return dice_.between(10 * kHour, 5 * kDay);
  return dice_.between(20 * kDay, 220 * kDay);
}

std::optional<Fault> Faults::today() {
  if (!dice_.chance(0.08)) return std::nullopt;
  const std::int64_t what = dice_.below(100);
  if (what < 20) return Partition{a_while()};
  if (what < 25) return SsmTrouble{SsmTrouble::Kind::try_again, a_while(), Millis{0}};
  if (what < 31) return SsmTrouble{SsmTrouble::Kind::refuses, a_while(), Millis{0}};
  if (what < 34) return SsmTrouble{SsmTrouble::Kind::refuses_renewal, dice_.between(kDay, 300 * kDay), Millis{0}};
  if (what < 37) return SsmForgets{false};
  if (what < 40) return SsmForgets{true};
  if (what < 48) return Suspend{dice_.between(kMinute, dice_.chance(0.2) ? 50 * kDay : kDay)};
  if (what < 57)
    return PowerOff{dice_.between(kMinute, dice_.chance(0.1) ? 400 * kDay : 2 * kDay), std::nullopt, Millis{0}};
  if (what < 70) return Kill{};
  if (what < 76) return DelayedAnswers{dice_.chance(0.5)};
  if (what < 82 && scenario_.clones) return dice_.chance(0.5) ? Fault{Snapshot{}} : Fault{Restore{}};
  if (what >= 97 && scenario_.moves) return MoveHardware{};
  if (scenario_.clock_troubles) return clock_fault();
  return std::nullopt;
}

Fault Faults::clock_fault() {
  const bool back = dice_.chance(0.5);
  const Millis small = dice_.between(kSecond, 3 * kHour);
  const Millis big = dice_.between(kDay, 700 * kDay);
  const Millis lasts = dice_.between(kMinute, dice_.chance(0.3) ? 10 * kDay : 8 * kHour);
  const std::int64_t what = dice_.below(100);
  if (what < 35) return ClockStep{back ? -small : small, lasts};
  if (what < 55) return ClockStep{back ? -big : big, lasts};
  if (what < 85) return PowerOff{dice_.between(kMinute, kDay), back ? -big : big, lasts};
  const Millis offset = dice_.chance(0.5) ? dice_.between(kSecond, 50 * kMinute) : dice_.between(kHour, 6 * kHour);
  return SsmTrouble{SsmTrouble::Kind::clock_off, dice_.between(kHour, 5 * kDay), back ? -offset : offset};
}

}  // namespace lic::sim
