// What a machine answers when it installed an update or gave its reservation back (docs/decisions/0017).
#pragma once

#include "tests/lab/result.hpp"

#include <string>
#include <string_view>

namespace ssm_lab {

// An authorization code as it was signed, and the instance in it.
struct SignedCode {
  std::string instance;
  std::string signed_bytes;
};

[[nodiscard]] std::string confirmation_code_of(const SignedCode& code);
[[nodiscard]] std::string return_code_of(const SignedCode& code);

// As an administrator typed or pasted them, to the form in which the functions above write them: white space never
// counts. They fail with a sentence if the form is wrong.
[[nodiscard]] Result<std::string> read_confirmation_code(std::string_view pasted);
[[nodiscard]] Result<std::string> read_return_code(std::string_view pasted);

}  // namespace ssm_lab
