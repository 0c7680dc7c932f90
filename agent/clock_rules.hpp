#pragma once
// R-TIME: what time it is, and what to believe when clocks disagree.

#include <optional>
#include <string>

#include "agent/turn.hpp"

namespace lic {

// Moves the clock section to `now`. Gives the size of a step of the wall clock if it is an event (R-TIME-3).
[[nodiscard]] std::optional<Millis> advance_clock(ClockState& clock, Now now, const Policy& policy);

// As advance_clock, after a start: the boot may be another one. Off time counts (R-TIME-1).
[[nodiscard]] std::optional<Millis> resume_clock(ClockState& clock, Now now, const std::string& boot_id,
                                                 const Policy& policy);

// SSM said, signed, what time it is (R-TIME-2, 5): measures the difference and gives an unconfirmed jump back.
void confirm_time(Turn& turn, WallTime server_time);

}  // namespace lic
