#include "daemon/log/alarm_line.hpp"

#include <algorithm>

namespace lic {
namespace {

constexpr std::size_t kDetailBytesMax = 1024;
constexpr int kInformational = 6;

bool is_over(AlarmNews news) { return news == AlarmNews::cleared || news == AlarmNews::superseded; }

// Alarms whose lines are documented word by word; nothing is added to them.
bool is_documented(AlarmCode code) {
  return code == AlarmCode::system_to_enter_ooc_state || code == AlarmCode::system_to_enter_ooc_state_shortly ||
         code == AlarmCode::system_in_ooc_state;
}

// One line stays one line, whatever a peer put into a text.
std::string one_line(std::string_view text) {
  std::string result(text.substr(0, kDetailBytesMax));
  std::ranges::replace_if(
      result, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }, ' ');
  return result;
}

std::string minutes_text(std::int64_t minutes) { return std::to_string(minutes) + " minutes"; }

// What varies between two lines of one kind; empty `name` = nothing.
struct Parameter {
  std::string system_name;  // in the brackets of the system form
  std::string daemon_name;  // at the end of the daemon form; the vendor's sentence ends in a blank
  std::string value;
};
Parameter parameter_of(const AlarmKind& kind, const AlarmNotice& notice) {
  if (is_over(notice.news)) {
    const std::string name = notice.news == AlarmNews::cleared ? "Cleared after" : "Superseded after";
    return {name, name, minutes_text(notice.duration.value_or(Millis{0}) / kMinute)};
  }
  if (notice.minutes) {
    return {"The time remaining to enter OOC state", "This Product Instance will enter Out of Compliance state in ",
            minutes_text(*notice.minutes)};
  }
  if (is_documented(kind.code) || notice.detail.empty()) return {};
  return {"Reason", "Reason", one_line(notice.detail)};
}

std::string head(std::string_view facility, const AlarmKind& kind, int severity) {
  return "%" + std::string(facility) + "LIB_LICENSE-" + std::to_string(severity) + "-" + std::string(kind.mnemonic) +
         ": ";
}

std::string system_line(const AlarmKind& kind, const AlarmNotice& notice, const AlarmOrigin& origin) {
  const Parameter parameter = parameter_of(kind, notice);
  std::string line = head("UC_", kind, severity_of(kind, notice.news)) + "%";
  if (!parameter.system_name.empty()) line += "[" + parameter.system_name + "=" + parameter.value + "]";
  line += "[AppID=" + one_line(origin.app_id) + "][ClusterID=" + one_line(origin.cluster_id) + "]";
  line += "[NodeID=" + one_line(origin.node_id) + "]: " + std::string(kind.text);
  return line;
}

std::string daemon_line(const AlarmKind& kind, const AlarmNotice& notice) {
  const Parameter parameter = parameter_of(kind, notice);
  std::string line = head("MCVD-", kind, severity_of(kind, notice.news));
  line += "[" + std::string(kind.operation) + "] " + std::string(kind.text);
  if (!parameter.daemon_name.empty()) line += ": " + parameter.daemon_name + "=" + parameter.value;
  return line;
}

}  // namespace

std::string alarm_line(SyslogForm form, const AlarmKind& kind, const AlarmNotice& notice, const AlarmOrigin& origin) {
  return form == SyslogForm::system ? system_line(kind, notice, origin) : daemon_line(kind, notice);
}

std::string_view name_of(AlarmNews news) {
  switch (news) {
    case AlarmNews::raised: return "raised";
    case AlarmNews::reminded: return "reminded";
    case AlarmNews::cleared: return "cleared";
    case AlarmNews::superseded: return "superseded";
    case AlarmNews::noticed: return "noticed";
  }
  return {};
}

int severity_of(const AlarmKind& kind, AlarmNews news) { return is_over(news) ? kInformational : kind.severity; }

int priority_of(int severity, int priority_floor) { return std::max(severity, priority_floor); }

}  // namespace lic
