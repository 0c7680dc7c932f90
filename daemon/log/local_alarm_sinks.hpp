#pragma once
// Alarms on this machine: journal with structured fields, local syslog, or the log's own stream.

#include <memory>
#include <string>
#include <vector>

#include "daemon/log/alarm_line.hpp"
#include "daemon/log/alarm_sink.hpp"
#include "daemon/log/log.hpp"

namespace lic {

struct AlarmStyle {
  SyslogForm form = SyslogForm::system;
  int priority_floor = 1;
  AlarmOrigin origin;
};

// "MESSAGE=...", "PRIORITY=1", "MESSAGE_ID=...", "SMART_AGENT_ALARM=...", ...: what the journal gets for one notice.
[[nodiscard]] std::vector<std::string> journal_fields(const AlarmStyle& style, const AlarmNotice& notice);

// The sink that goes with the log's target; `log` outlives it. The log's own stream also takes what the journal
// refuses.
[[nodiscard]] std::unique_ptr<AlarmSink> make_alarm_sink(AlarmStyle style, Log& log);

}  // namespace lic
