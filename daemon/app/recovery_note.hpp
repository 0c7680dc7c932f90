#pragma once
// The note that the state is an older copy (persistence/state_note.hpp) goes when its alarm does.

#include <string>

#include "daemon/loop/agent_loop.hpp"

namespace lic {

// The reason for AgentLoop::start(), empty if there is none. To be called once, before the loop starts.
[[nodiscard]] std::string watch_recovery(AgentLoop& loop, std::string state_dir);

}  // namespace lic
