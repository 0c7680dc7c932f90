#pragma once
// Moving lab time (interfaces.md section 8): what the local API asks for.

#include <functional>
#include <optional>
#include <variant>

#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic {

struct LabView {
  WallTime now;
  std::optional<WallTime> next_due;
  bool settled = true;
};

struct AdvanceTo {  // run until then
  WallTime to;
};
struct OffUntil {  // the machine was off until then, and boots
  WallTime until;
};
struct StepCalendar {  // somebody set the clock
  Millis by;
};
using LabMove = std::variant<AdvanceTo, OffUntil, StepCalendar>;

class LabTime {
public:
  virtual ~LabTime() = default;
  using Done = std::function<void(const Result<LabView>&)>;

  [[nodiscard]] virtual LabView view() const = 0;
  // Calls `done` once, when everything due until then has been done and its answers are committed. One at a time: error
  // `failed_precondition` while another move runs or if time would go back; `unavailable` if the lab SSM's clock cannot
  // be set. May call from inside.
  virtual void move(const LabMove& move, Done done) = 0;
};

}  // namespace lic
