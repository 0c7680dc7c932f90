#pragma once
// An alarm as a syslog record: the line that operators match as text, and the same facts as structured data. Pure.

#include <cstdint>
#include <string>

#include "daemon/log/local_alarm_sinks.hpp"
#include "daemon/syslog/syslog_message.hpp"

namespace lic {

// 32473 is the enterprise number that RFC 5612 keeps for examples: this project has no own one.
inline constexpr std::string_view kAlarmElement = "smartAgent@32473";

struct RecordStamp {
  WallTime at;
  std::string process;        // PROCID
  std::int64_t sequence = 1;  // sequenceId of RFC 5424 section 7.3.1: the same in every copy of one message
};

// MSGID is the mnemonic, cut at 32 characters; `alarm` of the structured data has all of it.
[[nodiscard]] SyslogRecord alarm_record(const AlarmStyle& style, const AlarmNotice& notice, const RecordStamp& stamp);
// Stands for messages that were dropped while a server was away.
[[nodiscard]] SyslogRecord lost_record(std::int64_t lost, const std::string& host, const RecordStamp& stamp);

}  // namespace lic
