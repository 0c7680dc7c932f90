#pragma once
// Randomness that must not be guessed; from OpenSSL, never from the core's dice.

#include <string>

#include "agent/result.hpp"

namespace lic {

// Decimal, uniform in [1, 2^63-1] (wire P2). Fails only when the system has no randomness.
[[nodiscard]] Result<std::string> random_nonce();

// Version 4, lower case.
[[nodiscard]] Result<std::string> random_uuid();

}  // namespace lic
