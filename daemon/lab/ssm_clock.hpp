#pragma once
// Seam: the clock of the lab SSM, which has to stand where the agent's does before anything due is fired
// (interfaces.md section 8).

#include <functional>

#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic {

class SsmClock {
public:
  virtual ~SsmClock() = default;
  using Done = std::function<void(const Result<void>&)>;
  // Calls `done` once, never from inside. One call at a time. Error `unavailable` when the lab SSM could not be reached
  // for some seconds, `failed_precondition` when it refuses.
  virtual void set(WallTime to, Done done) = 0;
};

}  // namespace lic
