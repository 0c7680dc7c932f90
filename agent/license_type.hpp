#pragma once
// R-REG-10, R-LIFE-2..4: which license type holds, and its change.

#include "agent/turn.hpp"

namespace lic {

// Refused while registered, for an unknown type, a usage mode that does not match, or a note that was not confirmed.
void handle(Turn& turn, const SetLicenseType& event);

}  // namespace lic
