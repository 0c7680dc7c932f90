#include "agent/license_type.hpp"

#include <algorithm>

namespace lic {

namespace {

const LicenseType* find_type(const Policy& policy, std::string_view id) {
  const auto found = std::ranges::find(policy.license_types, id, &LicenseType::id);
  return found == policy.license_types.end() ? nullptr : &*found;
}

bool is_allowed(const Policy& policy, std::string_view id) {
  return policy.forced_types.empty() || std::ranges::find(policy.forced_types, id) != policy.forced_types.end();
}

// The type that was chosen by command, if this catalog and this deployment have it.
const LicenseType* chosen_type(const AgentState& state, const Policy& policy) {
  const auto& chosen = state.sections.settings.license;
  return chosen && is_allowed(policy, chosen->type) ? find_type(policy, chosen->type) : nullptr;
}

}  // namespace

const LicenseType& current_type(const AgentState& state, const Policy& policy) {
  const LicenseType* chosen = chosen_type(state, policy);
  return chosen == nullptr ? policy.license_type : *chosen;
}

UsageMode current_usage_mode(const AgentState& state, const Policy& policy) {
  return chosen_type(state, policy) == nullptr ? policy.usage_mode : state.sections.settings.license->usage_mode;
}

UsageMode usage_mode_of(const LicenseType& type) {
  switch (type.type_class) {
    case TypeClass::production: return UsageMode::production;
    case TypeClass::lab: return UsageMode::non_production;
  }
  return UsageMode::production;
}

bool fits(const LicenseType& type, UsageMode mode) { return usage_mode_of(type) == mode; }

const LicenseType* allowed_type(const Policy& policy, std::string_view wanted, UsageMode mode) {
  const LicenseType* found = find_type(policy, wanted);
  if (found == nullptr || is_allowed(policy, wanted)) return found;
  for (const std::string& id : policy.forced_types)
    if (const LicenseType* forced = find_type(policy, id); forced != nullptr && fits(*forced, mode)) return forced;
  return find_type(policy, policy.forced_types.front());
}

void handle(Turn& turn, const SetLicenseType&) {
  turn.answer(Error{ErrorCode::failed_precondition, "the license type cannot be changed by command in this build", {}});
}

}  // namespace lic
