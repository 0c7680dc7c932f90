#pragma once
// Limits of both directions (wire.md, limits; P13).

#include <cstddef>

#include "agent/time.hpp"

namespace lic {

inline constexpr std::size_t kEntitlementsMax = 10'000;
inline constexpr std::size_t kReportsMax = 200;
// A peer that asks for more patience than this is obeyed for a day, then asked again: a wrong number must not silence
// us.
inline constexpr Millis kLongestWait = kDay;

}  // namespace lic
