#pragma once
// R-ENF-2: the event that says whether the product may provision, recorded once for each change of it or of its
// reasons. What was told is kept with the alarm that goes with it, SYSTEM_IN_ENFORCEMENT_STATE: the reasons are bits of
// its step.

#include <optional>
#include <string>

#include "agent/status.hpp"
#include "agent/turn.hpp"

namespace lic {

// "agent_add, agent_change; reasons: evaluation_expired": what the catalog blocks, and why it is blocked at `now`.
[[nodiscard]] std::string blocked_and_why(const EnforcementView& view, TrustedTime now, const Policy& policy);

// The reasons that were told last, as bits; none = provisioning is allowed.
[[nodiscard]] std::optional<int> told_reasons(const AgentState& state);

// Call after the alarms are published, with what was told before that.
void tell_provisioning(Turn& turn, std::optional<int> told_before);

}  // namespace lic
