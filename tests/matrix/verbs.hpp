#pragma once
// Every verb of an operator, made to fit the state it is said in.

#include <string>
#include <string_view>
#include <vector>

#include "tests/matrix/machine.hpp"

namespace lic::matrix {

struct NamedVerb {
  std::string_view group;  // a heading of docs/verbs.md
  std::string name;
  Event event;
};

[[nodiscard]] std::vector<NamedVerb> verbs_for(const Machine& machine);

}  // namespace lic::matrix
