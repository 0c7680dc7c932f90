#pragma once
// The sections that run without SSM too: clock, evaluation, compliance, usage, alarms, the machine itself.
// All moments are trusted time unless the type says otherwise.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/alarm.hpp"
#include "agent/catalog.hpp"
#include "agent/event.hpp"
#include "agent/time.hpp"

namespace lic {

// ---- clock_rules.cpp (R-TIME) ----
struct ClockState {
  std::string boot_id;
  WallTime wall;        // when last seen
  BootTime boot;        // at the same instant
  TrustedTime trusted;  // at the same instant
  // Trusted time is never given back below what SSM confirmed last (epoch = never) plus the boot time since then, or
  // since the first start.
  TrustedTime floor;
  Millis floor_elapsed{0};
  std::optional<Millis> ssm_offset;  // SSM's clock minus ours at the last verified answer
  std::uint32_t jumps = 0;           // clock steps seen
  friend bool operator==(const ClockState&, const ClockState&) = default;
};

// ---- evaluation.cpp (R-EVAL) ----
struct EvaluationState {
  Millis used{0};
  std::optional<TrustedTime> running_since;
  friend bool operator==(const EvaluationState&, const EvaluationState&) = default;
};

// ---- compliance.cpp (R-OOC) ----
using Quantities = std::map<EntitlementName, std::int64_t>;  // "seats" included: users at once
struct InCompliance {
  friend bool operator==(const InCompliance&, const InCompliance&) = default;
};
struct Tolerated {
  int count = 1;
  TrustedTime since;             // arrival of the first OOC answer
  TrustedTime first_report_end;  // ends of intervals, so that latency does not shift the minutes
  TrustedTime last_report_end;
  Quantities highest;
  friend bool operator==(const Tolerated&, const Tolerated&) = default;
};
struct Locked {
  TrustedTime since;
  Quantities locked;
  friend bool operator==(const Locked&, const Locked&) = default;
};
struct Entered {
  TrustedTime since;
  friend bool operator==(const Entered&, const Entered&) = default;
};
struct ComplianceState {
  std::variant<InCompliance, Tolerated, Locked, Entered> phase;
  friend bool operator==(const ComplianceState&, const ComplianceState&) = default;
};

// ---- usage.cpp (R-USE) ----
struct MeterState {
  std::int64_t current = 0;
  std::int64_t interval_peak = 0;
  std::int64_t window_peak = 0;
  std::int64_t integral = 0;  // sum of current x milliseconds since the interval was opened
  // When the peaks were first reached: in time, and as the number of the last seat change before (R-USE-11).
  TrustedTime interval_peak_at = {};
  TrustedTime window_peak_at = {};
  std::int64_t interval_peak_change = 0;
  std::int64_t window_peak_change = 0;
  friend bool operator==(const MeterState&, const MeterState&) = default;
};
struct UsageState {
  bool open = false;
  WallTime interval_start;  // aligned border at or before the opening
  WallTime opened_at;       // later than interval_start after a start or a clock step
  WallTime integrated_to;
  std::array<MeterState, kMeterCount> meters{};
  Quantities last_reported;  // repeated outside report times (R-AUTH-1)
  std::int64_t next_row_id = 1;
  std::int64_t last_change = 0;  // number of the last seat change; only rises
  friend bool operator==(const UsageState&, const UsageState&) = default;
};

// ---- products.cpp (R-USE-9, R-USE-10, R-LIFE-2) ----
struct ProductProcess {
  std::string name;
  std::uint32_t holder = 0;            // seats name it by this number
  std::optional<TrustedTime> lost_at;  // in lease time: when its last connection was lost; none = connected
  friend bool operator==(const ProductProcess&, const ProductProcess&) = default;
};
struct ProductState {
  std::map<std::string, ProductProcess> processes;  // by their unique name; forgotten with their last seat
  std::uint32_t last_holder = 0;
  // Lease time is trusted time without what nobody watched (off, asleep): it lags by this much.
  Millis unwatched{0};
  std::vector<std::string> versions;        // that seats name by their place, from 1 on (R-USE-10)
  std::vector<std::string> awaits_restart;  // names of processes that must start anew (R-LIFE-2)
  std::optional<TrustedTime> restart_since;
  friend bool operator==(const ProductState&, const ProductState&) = default;
};

// ---- alarms.cpp ----
struct ToldAlarm {
  TrustedTime raised_at;
  std::optional<int> minutes;
  int step = 0;
  friend bool operator==(const ToldAlarm&, const ToldAlarm&) = default;
};
struct AlarmLedger {
  std::map<AlarmCode, ToldAlarm> told;
  friend bool operator==(const AlarmLedger&, const AlarmLedger&) = default;
};

struct Installation {
  Udi udi;  // as first seen; another one now means foreign hardware (R-ID-3)
  bool mismatch = false;
  Udi seen;  // as it is now
  std::string host_name;
  std::optional<LicensingMode> licensing_mode = {};  // none = not started yet (R-LIFE-1)
  friend bool operator==(const Installation&, const Installation&) = default;
};

}  // namespace lic
