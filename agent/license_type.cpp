#include "agent/license_type.hpp"

#include <algorithm>

namespace lic {

const LicenseType& current_type(const AgentState& state, const Policy& policy) {
  const auto& chosen = state.sections.settings.license;
  if (!chosen || chosen->type == policy.license_type.id) return policy.license_type;
  const auto found = std::ranges::find(policy.license_types, chosen->type, &LicenseType::id);
  return found == policy.license_types.end() ? policy.license_type : *found;
}

UsageMode current_usage_mode(const AgentState& state, const Policy& policy) {
  const auto& chosen = state.sections.settings.license;
  return chosen ? chosen->usage_mode : policy.usage_mode;
}

void handle(Turn& turn, const SetLicenseType&) {
  turn.answer(Error{ErrorCode::failed_precondition, "the license type cannot be changed by command in this build", {}});
}

}  // namespace lic
