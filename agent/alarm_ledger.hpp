#pragma once
// What operators were told: raised once, reminded when something moved on, cleared with the duration.

#include "agent/turn.hpp"

namespace lic {

// Tells the difference between the alarms that hold now and what was told before.
void publish_alarms(Turn& turn);

}  // namespace lic
