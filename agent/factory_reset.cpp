#include "agent/factory_reset.hpp"

namespace lic {

void handle(Turn& turn, const FactoryReset&) {
  turn.answer(Error{ErrorCode::failed_precondition, "not merged yet", "wait"});
}

}  // namespace lic
