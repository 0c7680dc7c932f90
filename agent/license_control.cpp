#include "agent/license_control.hpp"

namespace lic {

void handle(Turn& turn, const SetLicenseControl&) {
  turn.answer(Error{ErrorCode::failed_precondition, "License Control cannot be set in this build", {}});
}

}  // namespace lic
