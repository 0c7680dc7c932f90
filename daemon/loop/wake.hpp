#pragma once
// Seam: how the loop gets to run later. Used from the loop's thread only.

#include <functional>
#include <optional>

#include "agent/time.hpp"

namespace lic {

class Wake {
public:
  virtual ~Wake() = default;
  // Runs `turn` soon, on the loop's thread, never from inside the call.
  virtual void soon(std::function<void()> turn) = 0;
  // The one timer of the domain: calls back when boot time reaches `at`; none = nothing is due. Replaces what was
  // armed.
  virtual void arm(std::optional<BootTime> at, std::function<void()> due) = 0;
  // Real time, also in the lab: the disk does not know lab time.
  virtual void retry_after(Millis delay, std::function<void()> again) = 0;
};

}  // namespace lic
