#pragma once
// Notes in the state directory that outlive a run and are no part of the state: why the last start failed, why the
// state is an older copy. Each holds an alarm until it is removed.

#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic {

enum class StateNote {
  failed_start,  // SMART_AGENT_INIT_FAILURE
  recovered,     // STATE_RECOVERED; written by whoever puts an older copy back
};

// Replaces what was noted. `reason` in words. `storage`; the directory must be there.
[[nodiscard]] Result<void> write_note(const std::string& state_dir, StateNote note, const std::string& reason);
// Empty = there is none. One that is there and cannot be read has a reason that says so.
[[nodiscard]] std::string read_note(const std::string& state_dir, StateNote note);
// When it was written, by the machine's own clock.
[[nodiscard]] std::optional<WallTime> note_time(const std::string& state_dir, StateNote note);
// Success also if there is none.
[[nodiscard]] Result<void> remove_note(const std::string& state_dir, StateNote note);

}  // namespace lic
