#pragma once
// Chance without a generator: every draw is a pure function of the envelope's dice and a purpose, so a recorded run
// replays exactly and two draws of one step are independent (R-TIME-6: drawn once, then stored).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/policy.hpp"
#include "agent/time.hpp"

namespace lic {

[[nodiscard]] std::uint64_t draw(std::uint64_t dice, std::string_view purpose);

// Uniform in [period - window, period]: periodic due times are early, never late.
[[nodiscard]] Millis draw_early(std::uint64_t dice, std::string_view purpose, Millis period, Millis window);

// Uniform in [0, limit].
[[nodiscard]] Millis draw_up_to(std::uint64_t dice, std::string_view purpose, Millis limit);

// Uniform in delay +- percent.
[[nodiscard]] Millis draw_around(std::uint64_t dice, std::string_view purpose, Millis delay, int percent);

// A random (version 4) UUID in its usual text.
[[nodiscard]] std::string draw_uuid(std::uint64_t dice, std::string_view purpose);

// The wait after the given number of failures in a row (1 = the first), without jitter.
[[nodiscard]] Millis retry_delay(const std::vector<RetryStep>& schedule, int failures);

}  // namespace lic
