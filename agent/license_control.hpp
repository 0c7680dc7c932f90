#pragma once
// R-CTL-1, 4: what the operator allows to be used. Admission by it is in admission.hpp.
//
// The setting outlives a deregistration and holds again with the next registration; while unregistered nothing is
// limited. It belongs to the fields it was set for: under a license type with other fields it does not hold, and shows
// as if it had never been made.

#include "agent/status.hpp"
#include "agent/turn.hpp"

namespace lic {

inline constexpr std::int64_t kLimitMax = 1'000'000'000;

// Refused for a type without limits, while not registered, for a field the type does not have, a count out of range,
// and in a deployment of high availability without the confirmation. Throws nobody out.
void handle(Turn& turn, const SetLicenseControl& event);

// Every field of the type has a limit.
[[nodiscard]] bool is_set_for(const LicenseControl& control, const LicenseType& type);
[[nodiscard]] LicenseControlView license_control_view(const AgentState& state, const Policy& policy);

}  // namespace lic
