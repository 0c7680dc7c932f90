#pragma once
// Every interesting sub-state, with a name.

#include <string>
#include <vector>

#include "tests/matrix/machine.hpp"

namespace lic::matrix {

struct NamedState {
  std::string name;
  Machine machine;
};

[[nodiscard]] std::vector<NamedState> unregistered_states();
[[nodiscard]] std::vector<NamedState> goodbye_states();
[[nodiscard]] std::vector<NamedState> registered_states();
[[nodiscard]] std::vector<NamedState> usage_states();
[[nodiscard]] std::vector<NamedState> compliance_states();
[[nodiscard]] std::vector<NamedState> renewal_states();
[[nodiscard]] std::vector<NamedState> troubled_states();
[[nodiscard]] std::vector<NamedState> mode_states();
[[nodiscard]] std::vector<NamedState> reservation_states();
[[nodiscard]] std::vector<NamedState> all_states();

}  // namespace lic::matrix
