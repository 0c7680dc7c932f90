#pragma once
// The two line forms that operators of such products already match (interfaces.md section 4). Pure text, nothing is
// sent.

#include <string>

#include "agent/alarm.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// Who speaks, as the lines name it.
struct AlarmOrigin {
  std::string app_id;
  std::string cluster_id;
  std::string node_id;  // the host's name
};

// form `system`: %UC_LIB_LICENSE-<severity>-<MNEMONIC>: %[<parameter>][AppID=..][ClusterID=..][NodeID=..]: <text>
// form `daemon`: %MCVD-LIB_LICENSE-<severity>-<MNEMONIC>: [<operation>] <text>: <parameter>
// The three documented alarms come out to the letter. The others carry their detail as parameter "Reason=...". What is
// over (cleared, superseded) has severity 6 and says how long it held, so that rules that match a severity do not fire
// again.
[[nodiscard]] std::string alarm_line(SyslogForm form, const AlarmKind& kind, const AlarmNotice& notice,
                                     const AlarmOrigin& origin);

// "raised", "reminded", "cleared", "superseded", "noticed"
[[nodiscard]] std::string_view name_of(AlarmNews news);

// The severity of this notice: the kind's, or informational (6) for what is over.
[[nodiscard]] int severity_of(const AlarmKind& kind, AlarmNews news);

// The syslog priority: the severity, but never more urgent than the floor; LOG_EMERG would write to every terminal.
[[nodiscard]] int priority_of(int severity, int priority_floor);

}  // namespace lic
