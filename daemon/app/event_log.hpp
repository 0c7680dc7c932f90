#pragma once
// Domain events as log lines. Alarms are told by the alarm sink, not here.

#include <vector>

#include "agent/state.hpp"
#include "daemon/log/log.hpp"

namespace lic {

void log_events(Log& log, const std::vector<DomainEvent>& events);

}  // namespace lic
