#pragma once
// R-REG-10, R-LIFE-2..4: which license type holds, and its change.

#include <string_view>

#include "agent/turn.hpp"

namespace lic {

// Refused while registered, for an unknown type, a usage mode that does not match, or a note that was not confirmed.
void handle(Turn& turn, const SetLicenseType& event);

// What a type of this class is used for, and whether a declared mode is that (R-LIFE-4).
[[nodiscard]] UsageMode usage_mode_of(const LicenseType& type);
[[nodiscard]] bool fits(const LicenseType& type, UsageMode mode);

// The type that this deployment takes when `wanted` is chosen: `wanted` itself, or the one it forces in its place,
// for that usage mode if it can (R-LIFE-4). Null if the catalog does not know `wanted`. Lives as long as the policy.
[[nodiscard]] const LicenseType* allowed_type(const Policy& policy, std::string_view wanted, UsageMode mode);

}  // namespace lic
