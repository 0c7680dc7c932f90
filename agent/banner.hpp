#pragma once
// R-LIFE-5: the one line that everybody should see.

#include "agent/status.hpp"

namespace lic {

// The worst of enforcement, out of compliance and evaluation; and that licenses are consumed in a non-production mode.
[[nodiscard]] BannerView banner(const AgentState& state, TrustedTime now, const Policy& policy);

}  // namespace lic
