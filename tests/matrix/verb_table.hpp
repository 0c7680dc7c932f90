#pragma once
// docs/verbs.md: every sub-state times every verb of an operator, allowed or refused, with the message.

#include <string>

namespace lic::matrix {

[[nodiscard]] std::string verb_table();

}  // namespace lic::matrix
