#pragma once
// The loop's way into the core: step() and check_invariants() for many events in a row, without copies and without a
// look at what a usage event cannot have changed.

#include <string>
#include <vector>

#include "agent/step.hpp"

namespace lic {

// Seats and ports: what the product tells while people work.
[[nodiscard]] bool is_usage(const Event& event);

// As step(), but appends what came of it to `sum` and leaves `sum.usage_only` alone. True if this step was usage_only.
[[nodiscard]] bool step_into(Step& sum, AgentState& state, const Envelope& envelope, const Policy& policy);

// Says which seats the event will ask for, so that a batch waits for memory once and not at each event. Changes nothing
// that can be seen.
void expect(const AgentState& state, const Event& event);

// The invariants that usage_only steps can have broken.
[[nodiscard]] std::vector<std::string> check_usage_invariants(const AgentState& state);

}  // namespace lic
