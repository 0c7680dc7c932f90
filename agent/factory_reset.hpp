#pragma once
// R-LIFE-6: everything goes but the evaluation time used, the reservation's request number and the codes used, the
// licensing mode and who is signed in at this moment, numbers that only rise, what was told of alarms, and imported
// trust anchors; in one commit, without a restart.

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const FactoryReset& event);

}  // namespace lic
