#pragma once
// Seam: a timer of real time. Loop thread only.

#include <functional>

#include "agent/time.hpp"

namespace lic {

class OneTimer {
public:
  virtual ~OneTimer() = default;
  // Calls `due` once, from the loop; replaces what was set before.
  virtual void set(Millis delay, std::function<void()> due) = 0;
  virtual void cancel() = 0;
};

}  // namespace lic
