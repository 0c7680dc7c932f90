#include "daemon/syslog/alarm_record.hpp"

#include <utility>

namespace lic {
namespace {

constexpr std::int64_t kSequenceMax = 2'147'483'647;  // then from 1 again (RFC 5424 section 7.3.1)
constexpr int kWarning = 4;

SyslogElement meta_element(const RecordStamp& stamp) {
  return {"meta", {{"sequenceId", std::to_string((stamp.sequence - 1) % kSequenceMax + 1)}}};
}

}  // namespace

SyslogRecord alarm_record(const AlarmStyle& style, const AlarmNotice& notice, const RecordStamp& stamp) {
  const AlarmKind& kind = kind_of(notice.code);
  SyslogElement facts{kAlarmElement,
                      {{"alarm", std::string(kind.mnemonic)},
                       {"state", std::string(name_of(notice.news))},
                       {"severity", std::to_string(severity_of(kind, notice.news))}}};
  if (notice.minutes) facts.parameters.push_back({"minutes", std::to_string(*notice.minutes)});
  if (!notice.detail.empty()) facts.parameters.push_back({"reason", notice.detail});
  facts.parameters.push_back({"remedy", std::string(kind.remedy)});
  return {.priority = priority_of(severity_of(kind, notice.news), style.priority_floor),
          .at = stamp.at,
          .host = style.origin.node_id,
          .process = stamp.process,
          .kind = kind.mnemonic,
          .elements = {std::move(facts), meta_element(stamp)},
          .text = alarm_line(style.form, kind, notice, style.origin)};
}

SyslogRecord lost_record(std::int64_t lost, const std::string& host, const RecordStamp& stamp) {
  const std::string count = std::to_string(lost);
  return {.priority = kWarning,
          .at = stamp.at,
          .host = host,
          .process = stamp.process,
          .kind = "MESSAGES_LOST",
          .elements = {{kAlarmElement, {{"lost", count}}}, meta_element(stamp)},
          .text = count +
                  " messages lost: more alarms were told while this server was away than are kept; "
                  "smart-agentctl events shows all of them"};
}

}  // namespace lic
