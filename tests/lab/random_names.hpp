// Unpredictable names: identifiers, tokens and nonces, from OpenSSL's generator.
#pragma once

#include <string>

namespace ssm_lab {

// A version 4 UUID in lower case.
[[nodiscard]] std::string random_uuid();
// 64 letters, digits, '-' and '_', as an administrator copies it.
[[nodiscard]] std::string random_token();
// A decimal string in [1, 2^63-1] (wire.md P2).
[[nodiscard]] std::string random_nonce();

}  // namespace ssm_lab
