#pragma once
// R-STAT: what one entitlement of the license type looks like now.

#include "agent/status.hpp"

namespace lic {

[[nodiscard]] EntitlementView entitlement_view(const AgentState& state, const Entitlement& entitlement, TrustedTime now,
                                               const Policy& policy);

}  // namespace lic
