#pragma once
// R-REG-10, R-LIFE-7: what operators set by command while the agent runs. It wins over the configuration until it is
// taken back; the shell has tried a new way to SSM before it gets here.

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const SetTransport& event);
void handle(Turn& turn, const ResetTransport& event);
void handle(Turn& turn, const SetHostnamePrivacy& event);

}  // namespace lic
