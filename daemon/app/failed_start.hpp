#pragma once
// SMART_AGENT_INIT_FAILURE (interfaces.md section 4): the daemon ends at its start. It is told to this machine's log
// once for the same reason, however often the service manager tries, and cleared by the next start that succeeds.

#include <string>

#include "daemon/config/config.hpp"
#include "daemon/log/alarm_sink.hpp"

namespace lic {

// Of a configuration, as far as it could be read.
struct AlarmSettings {
  LogConfig log;
  SyslogConfig syslog;
};

// Nothing if another daemon holds the state directory: then it is that one's, and it runs.
void tell_failed_start(const Places& places, const AlarmSettings& settings, const std::string& reason);

// This start succeeded; the lock of the state directory is held. `servers` are the syslog servers elsewhere alone: they
// have not heard of the failure yet and are told it before `alarms`, which includes them, are told that it is over.
void tell_good_start(const Places& places, AlarmSink& servers, AlarmSink& alarms);

}  // namespace lic
