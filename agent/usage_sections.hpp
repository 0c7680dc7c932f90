#pragma once
// The sections that run without SSM too: clock, evaluation, compliance, usage, alarms, the machine itself.
// All moments are trusted time unless the type says otherwise.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

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
  friend bool operator==(const UsageState&, const UsageState&) = default;
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
  friend bool operator==(const Installation&, const Installation&) = default;
};

}  // namespace lic
