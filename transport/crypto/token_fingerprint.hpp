#pragma once
// All that is ever shown of an ID token (R-REG-2).

#include <string>

#include "agent/secret.hpp"

namespace lic {

// The first 12 hex digits of the token's SHA-256.
[[nodiscard]] std::string token_fingerprint(const Secret& token);

}  // namespace lic
