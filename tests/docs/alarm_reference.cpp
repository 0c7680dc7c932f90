// Prints docs/alarms.md ("page") or systemd/smart-agent.catalog ("catalog"): the table of alarms as the code has it.
#include <cstdio>
#include <string>
#include <string_view>

#include "daemon/log/alarm_line.hpp"
#include "daemon/log/alarm_message_id.hpp"

namespace {

constexpr const char* kPageHead = R"(# Alarms

Written by `lic_alarm_reference page` from `agent/alarm_kinds.cpp`; a test compares. An alarm is a state: raised once,
told again when something moved on (days or minutes left), and cleared with how long it held. `smart-agentctl status`
and `/v1/alarms` show what holds now, `smart-agentctl events` what was told.

## How to match

A line has one of two forms, chosen by `[syslog] form`. The mnemonic, the number before it and the text never change.

    system  %UC_LIB_LICENSE-SEVERITY-MNEMONIC: %[PARAMETER=VALUE][AppID=..][ClusterID=..][NodeID=..]: TEXT
    daemon  %MCVD-LIB_LICENSE-SEVERITY-MNEMONIC: [OPERATION] TEXT: PARAMETER=VALUE

- **Only what begins or goes on**: match the severity of the table below. What is over is told with severity 6 and the
  parameter `Cleared after=N minutes`, or `Superseded after=N minutes` when a later stage of the same danger took over.
- The parameter is `Reason=...` where nothing else is said; it is left out when there is none. The patterns below are
  POSIX extended regular expressions.
- The syslog priority is the severity, but never more urgent than `[syslog] priority_floor` (default `alert`, 1).
- **Journal**: `journalctl SMART_AGENT_ALARM=MNEMONIC`, or `MESSAGE_ID=`; `journalctl -x` explains each line. Further
  fields: `SMART_AGENT_STATE` (`raised`, `reminded`, `cleared`, `superseded`, `noticed`), `SMART_AGENT_REASON`,
  `SMART_AGENT_REMEDY`, `SMART_AGENT_MINUTES`.
- **Syslog servers** (`[syslog] servers`): RFC 5424, facility `daemon`, app-name `smart-agentd`, MSGID the mnemonic (cut
  at 32 characters), the line as message, and structured data such as `[smartAgent@32473 alarm="COMMUNICATION_FAILURE"
  state="raised" severity="3" reason="..." remedy="..."]`. 32473 is the enterprise number that RFC 5612 keeps for
  documentation. Messages with the same `sequenceId` and time are copies of one.

## The table

| Alarm | Severity | Text |
|---|---|---|
)";

constexpr const char* kCatalogHead = R"(# What the journal says about each alarm of smart-agentd (journalctl -x).
# Written by `lic_alarm_reference catalog` from agent/alarm_kinds.cpp; a test compares.
)";

const lic::AlarmKind& kind_at(std::size_t index) { return lic::kind_of(static_cast<lic::AlarmCode>(index)); }

std::string escaped(std::string_view text) {
  std::string pattern;
  for (const char letter : text) {
    if (std::string_view(".[()*+?{|^$\\").find(letter) != std::string_view::npos) pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

bool has_minutes(const lic::AlarmKind& kind) {
  return kind.code == lic::AlarmCode::system_to_enter_ooc_state ||
         kind.code == lic::AlarmCode::system_to_enter_ooc_state_shortly;
}
bool has_no_parameter(const lic::AlarmKind& kind) { return kind.code == lic::AlarmCode::system_in_ooc_state; }

std::string head_pattern(std::string_view facility, const lic::AlarmKind& kind) {
  return "^%" + std::string(facility) + "LIB_LICENSE-" + std::to_string(kind.severity) + "-" +
         std::string(kind.mnemonic) + ": ";
}

std::string system_pattern(const lic::AlarmKind& kind) {
  std::string parameter = R"((\[Reason=.*])?)";
  if (has_minutes(kind)) parameter = R"(\[The time remaining to enter OOC state=[0-9]+ minutes])";
  if (has_no_parameter(kind)) parameter.clear();
  return head_pattern("UC_", kind) + "%" + parameter + R"(\[AppID=.*]\[ClusterID=.*]\[NodeID=.*]: )" +
         escaped(kind.text) + "$";
}

std::string daemon_pattern(const lic::AlarmKind& kind) {
  std::string parameter = "(: Reason=.*)?";
  if (has_minutes(kind)) parameter = ": This Product Instance will enter Out of Compliance state in =[0-9]+ minutes";
  if (has_no_parameter(kind)) parameter.clear();
  return head_pattern("MCVD-", kind) + R"(\[)" + std::string(kind.operation) + R"(] )" + escaped(kind.text) +
         parameter + "$";
}

std::string example(lic::SyslogForm form, const lic::AlarmKind& kind) {
  lic::AlarmNotice notice{lic::AlarmNews::raised, kind.code, std::nullopt, "...", std::nullopt};
  if (has_minutes(kind)) notice.minutes = kind.code == lic::AlarmCode::system_to_enter_ooc_state ? 45 : 15;
  return alarm_line(form, kind, notice, {"Cisco Unified CCX Cluster View Daemon", "", "uccx1"});
}

std::string section(const lic::AlarmKind& kind) {
  const std::string mnemonic(kind.mnemonic);
  return "\n### " + mnemonic + "\n\n" + std::string(kind.text) + " Severity " + std::to_string(kind.severity) +
         ", operation `" + std::string(kind.operation) +
         "`, `MESSAGE_ID=" + std::string(lic::message_id_of(kind.code)) + "`.\n\n" + "- **Raised when** " +
         std::string(kind.cause) + ".\n" +                          //
         "- **What to do**: " + std::string(kind.remedy) + ".\n" +  //
         "- **Cleared by**: " + std::string(kind.clears) + ".\n\n```\n" + example(lic::SyslogForm::system, kind) +
         "\n" + example(lic::SyslogForm::daemon, kind) + "\n```\n\n```\n" + system_pattern(kind) + "\n" +
         daemon_pattern(kind) + "\n```\n";
}

std::string page() {
  std::string text = kPageHead;
  for (std::size_t index = 0; index < lic::kAlarmCodeCount; ++index) {
    const lic::AlarmKind& kind = kind_at(index);
    text += "| `" + std::string(kind.mnemonic) + "` | " + std::to_string(kind.severity) + " | " +
            std::string(kind.text) + " |\n";
  }
  text += "\n## Each of them\n";
  for (std::size_t index = 0; index < lic::kAlarmCodeCount; ++index) text += section(kind_at(index));
  return text;
}

// https://systemd.io/CATALOG: @FIELD@ is replaced by the message's own field.
std::string entry(const lic::AlarmKind& kind) {
  return "\n-- " + std::string(lic::message_id_of(kind.code)) + "\nSubject: " + std::string(kind.mnemonic) +
         " (@SMART_AGENT_STATE@): " + std::string(kind.text) +
         "\nDefined-By: smart-agent\nDocumentation: man:smart-agentd(8)\n\nReason: @SMART_AGENT_REASON@\n\nRaised "
         "when " +
         std::string(kind.cause) + ".\n\nWhat to do: " + std::string(kind.remedy) +
         ".\n\nCleared by: " + std::string(kind.clears) + ".\n";
}

std::string catalog() {
  std::string text = kCatalogHead;
  for (std::size_t index = 0; index < lic::kAlarmCodeCount; ++index) text += entry(kind_at(index));
  return text;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view wanted = count == 2 ? words[1] : "";
  if (wanted != "page" && wanted != "catalog") {
    std::fputs("usage: lic_alarm_reference page|catalog\n", stderr);
    return 2;
  }
  const std::string text = wanted == "page" ? page() : catalog();
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
