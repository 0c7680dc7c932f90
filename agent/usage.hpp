#pragma once
// R-USE-3..6: meters with exact peaks, intervals aligned to UTC, and what happens at their borders.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

// Sets a meter to `count` at this instant; the peak and the average follow by the event, not by sampling.
void set_meter(Turn& turn, Meter meter, std::int64_t count);
void add_to_meter(Turn& turn, Meter meter, std::int64_t delta);

// Closes every interval whose end has come, before anything else happens at this instant. `last_seen` is the wall time
// of the step before. True if one was closed.
bool roll_intervals(Turn& turn, WallTime last_seen);

// The wall clock was stepped by `jump`: closes every interval that ended under the old clock, then the one where it
// stood, and opens one where the new clock stands. `last_seen` is the wall time of the step before.
void break_interval(Turn& turn, Millis jump, WallTime last_seen);

// Something began anew in the middle of an interval: its rows so far are written, by what was counted until now; then
// another one opens, whose peaks begin with what stands.
void end_interval_here(Turn& turn);
void begin_interval_here(Turn& turn);
// The peaks since the last report are nobody's business: they begin with what stands.
void restart_windows(Turn& turn);

// After a start: the interval of before is closed if its end has passed meanwhile, and the time off becomes one gap
// row.
void resume_intervals(Turn& turn, WallTime last_seen);

// The next border on the wall clock.
[[nodiscard]] WallTime next_border(const UsageState& usage, const Policy& policy);

// One word for the state column of the history.
[[nodiscard]] std::string history_state(const AgentState& state, TrustedTime now, const Policy& policy);

// SSM answered for the report with these quantities: completes its history rows (R-USE-4).
void complete_interval(Turn& turn, const Report& report);

}  // namespace lic
