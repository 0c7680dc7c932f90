#pragma once
// The whole of licensing as one pure function: state + event + time in, new state + effects out. It never waits, never
// fails and touches nothing but `state`. Not thread-safe; the loop is its only caller.

#include <optional>
#include <string_view>
#include <vector>

#include "agent/effect.hpp"
#include "agent/event.hpp"
#include "agent/policy.hpp"
#include "agent/state.hpp"

namespace lic {

struct Step {
  std::vector<Effect> effects;
  Changes changes;
  // Of the sections only clock and usage may have changed, and of the tables only the seats: the hot path.
  bool usage_only = false;
};

// The first event after a load must be Started. Effects must not be run before the changes are on disk.
[[nodiscard]] Step step(AgentState& state, const Envelope& envelope, const Policy& policy);

// Something that will happen by itself. `name` is a stable word: "report", "authorization_renewal", ...
struct Upcoming {
  std::string_view name;
  BootTime at;
};
// Everything that is due by itself, soonest first. The loop arms one timer for the first; `next` shows the list.
[[nodiscard]] std::vector<Upcoming> upcoming(const AgentState& state, const Policy& policy);
[[nodiscard]] std::optional<Upcoming> next_deadline(const AgentState& state, const Policy& policy);

// Broken invariants, as sentences; empty = sound. Checked by tests after every step and by the daemon before a commit.
[[nodiscard]] std::vector<std::string> check_invariants(const AgentState& state);

}  // namespace lic
