#pragma once
// The numbers and choices of rules.md by their names in files: `[policy]` of a catalog and of the configuration.

#include <span>

#include "agent/policy.hpp"
#include "daemon/config/key_rule.hpp"

namespace lic {

[[nodiscard]] std::span<const KeyRule<Policy>> policy_keys();

// Contradictions between values that are each in range; `place` is where [policy] stands.
void check_policy(const Policy& policy, TomlPlace place, ProblemList& problems);

}  // namespace lic
