#pragma once
// How long a stage of a transfer took. Not a clock: nothing is decided by it.

#include <chrono>

#include "agent/time.hpp"

namespace lic {

class Stopwatch {
public:
  [[nodiscard]] Millis elapsed() const {
    return std::chrono::duration_cast<Millis>(Steady::now() - begin_);  // tidy: allow clock: measures itself only
  }

private:
  using Steady = std::chrono::steady_clock;
  Steady::time_point begin_ = Steady::now();  // tidy: allow clock: measures itself only
};

}  // namespace lic
