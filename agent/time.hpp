#pragma once
// The three clocks of the core (R-TIME-1). Each is a type of its own, so that mixing them does not compile. None has a
// now(): time arrives with each event.

#include <chrono>

namespace lic {

using Millis = std::chrono::milliseconds;

template <class Tag>
struct ClockTag {
  using rep = Millis::rep;
  using period = Millis::period;
  using duration = Millis;
  using time_point = std::chrono::time_point<ClockTag, Millis>;
  static constexpr bool is_steady = false;
};

// What the machine's calendar says: milliseconds since 1970-01-01 UTC. May be stepped in either direction.
using WallTime = ClockTag<struct WallTag>::time_point;
// Time since boot, suspend included (CLOCK_BOOTTIME). Never goes back within one boot.
using BootTime = ClockTag<struct BootTag>::time_point;
// The calendar the day clocks run on: stored wall time plus boot time elapsed. Milliseconds since 1970-01-01 UTC.
using TrustedTime = ClockTag<struct TrustedTag>::time_point;

struct Now {
  WallTime wall;
  BootTime boot;
  friend bool operator==(const Now&, const Now&) = default;
};

inline constexpr Millis kSecond{1000};
inline constexpr Millis kMinute = 60 * kSecond;
inline constexpr Millis kHour = 60 * kMinute;
inline constexpr Millis kDay = 24 * kHour;

}  // namespace lic
