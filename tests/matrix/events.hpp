#pragma once
// Every kind of event, with each kind of answer SSM can give, made to fit the state it happens in.

#include <string>
#include <vector>

#include "tests/matrix/machine.hpp"

namespace lic::matrix {

struct NamedEvent {
  std::string name;
  Event event;
  bool asks = false;  // somebody waits for the answer
  Millis later{0};    // time passes before
};

[[nodiscard]] std::vector<NamedEvent> events_for(const Machine& machine);

}  // namespace lic::matrix
