#pragma once
// Alarms are state, not log lines (interfaces.md section 4): derived from the state, raised once, reminded by schedule,
// cleared with their duration.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/time.hpp"

namespace lic {

enum class AlarmCode : std::uint8_t {
  system_to_enter_ooc_state,
  system_to_enter_ooc_state_shortly,
  system_in_ooc_state,
  system_in_enforcement_state,
  renew_authorization_failure,
  renew_registration_failure,
  entitlement_reporting_failure,
  smart_agent_init_failure,
  evaluation_expiring,
  evaluation_expired,
  registration_expiring,
  registration_expired,
  authorization_expiring,
  authorization_expired,
  communication_failure,
  system_clock_changed,
  clock_skew,
  clone_suspected,
  identity_mismatch,
  storage_failure,
  serial_missing,
  instance_removed,
  trust_anchor_expiring,
  hostname_matches_udi,
  license_computation_failure,
  non_production_use,
  license_type_mismatch,
  product_restart_required,
  reservation_expiring,
  not_authorized_reserved,
  smart_agent_not_enabled,
  license_state_not_initialized,
  state_recovered,
};
inline constexpr std::size_t kAlarmCodeCount = 33;

// What never changes about an alarm. `operation` is the bracketed word of the daemon line form. `cause` and `clears`
// are for the reference (docs/alarms.md) and the journal's catalog: plain words, no sentence end.
struct AlarmKind {
  AlarmCode code;
  std::string_view mnemonic;   // "SYSTEM_IN_OOC_STATE"
  int severity;                // syslog number, 0..7
  std::string_view operation;  // "REPORT_ENTITLE"
  std::string_view text;       // the documented sentence
  std::string_view remedy;     // what the operator should do
  std::string_view cause;      // when it is raised
  std::string_view clears;     // what ends it
};

[[nodiscard]] const AlarmKind& kind_of(AlarmCode code);

// An alarm that holds now. `detail` explains this occurrence; `minutes` is the parameter of the tolerance alarms.
// `step` rises with each reminder that is due (days left, for example); a changed step or minutes is told again.
struct Alarm {
  AlarmCode code = AlarmCode::smart_agent_init_failure;
  TrustedTime since;
  std::optional<int> minutes;
  int step = 0;
  std::string detail;
  friend bool operator==(const Alarm&, const Alarm&) = default;
};

enum class AlarmNews : std::uint8_t { raised, reminded, cleared, superseded, noticed };

// What is told to syslog, journal and the event log.
struct AlarmNotice {
  AlarmNews news = AlarmNews::raised;
  AlarmCode code = AlarmCode::smart_agent_init_failure;
  std::optional<int> minutes;
  std::string detail;
  std::optional<Millis> duration;  // cleared: how long it held
  friend bool operator==(const AlarmNotice&, const AlarmNotice&) = default;
};

}  // namespace lic
