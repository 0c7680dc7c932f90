#pragma once
// R-CTL: License Control, and admission by it.

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const SetLicenseControl& event);

}  // namespace lic
