#pragma once
// The one clock of the load client: monotonic, in nanoseconds.

#include <chrono>
#include <cstdint>

namespace lic::load {

using Nanos = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<std::chrono::steady_clock, Nanos>;

[[nodiscard]] inline Instant now() { return std::chrono::steady_clock::now(); }

}  // namespace lic::load
