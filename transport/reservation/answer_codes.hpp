#pragma once
// What SSM is told after an authorization code was installed or given back (wire P11, docs/decisions/0017).

#include <string>
#include <string_view>

#include "agent/ids.hpp"

namespace lic {

struct SignedCode {
  const InstanceId& instance;
  std::string_view bytes;  // what the signature is over
};

// 8 lower-case hexadecimal digits.
[[nodiscard]] std::string confirmation_code_of(const SignedCode& code);
// "CC-" and four groups of 6 letters of base58.
[[nodiscard]] std::string return_code_of(const SignedCode& code);

}  // namespace lic
