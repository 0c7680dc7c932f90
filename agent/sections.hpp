#pragma once
// The sections of the state: one struct per topic, each small, copyable and comparable. The loop finds what changed by
// comparing sections before and after a batch, so no handler can forget to say so (docs/decisions/0003).
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
#include "agent/ssm_message.hpp"

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

// How the last attempt at something went; never without a text (R-STAT).
struct AttemptRecord {
  enum class Outcome { succeeded, failed, refused };
  TrustedTime at;
  Outcome outcome = Outcome::succeeded;
  std::optional<FailureCause> cause;
  std::string text;
  std::string remedy;
  friend bool operator==(const AttemptRecord&, const AttemptRecord&) = default;
};

// Failures in a row and when to try again; `not_before` is SSM's own wish (R-AUTH-8).
struct Retry {
  int failures = 0;
  std::optional<TrustedTime> first_failed_at;
  std::optional<TrustedTime> next_attempt_at;
  std::optional<TrustedTime> not_before;
  friend bool operator==(const Retry&, const Retry&) = default;
};

// ---- registration.cpp (R-REG) ----
struct Identity {
  InstanceId instance;
  std::string instance_name;
  std::string smart_account;
  std::string virtual_account;
  std::optional<bool> export_controlled_allowed;
  Certificate certificate;
  KeyRef key;
  std::string license_type;
  TrustedTime registered_at;
  TrustedTime issued_at;
  TrustedTime renew_at;  // drawn once per certificate (R-REG-4)
  TrustedTime expires_at;
  friend bool operator==(const Identity&, const Identity&) = default;
};
struct Unregistered {
  friend bool operator==(const Unregistered&, const Unregistered&) = default;
};
struct Registered {
  Identity identity;
  friend bool operator==(const Registered&, const Registered&) = default;
};
struct RegistrationExpired {
  Identity identity;
  TrustedTime since;
  bool enforcement_kept = false;  // the clocks of before run on; evaluation does not (R-REG-7)
  friend bool operator==(const RegistrationExpired&, const RegistrationExpired&) = default;
};
using Standing = std::variant<Unregistered, Registered, RegistrationExpired>;

// A registration that runs or waits for its next attempt. The old registration, if any, stays in force meanwhile.
struct RegistrationAttempt {
  TokenRef token;
  std::string token_fingerprint;
  KeyRef key;
  bool key_ready = false;
  bool force = false;
  TrustedTime began_at;
  Retry retry;
  friend bool operator==(const RegistrationAttempt&, const RegistrationAttempt&) = default;
};
struct Deregistration {
  bool final_report_done = false;
  friend bool operator==(const Deregistration&, const Deregistration&) = default;
};
struct RegistrationState {
  Standing standing;
  std::optional<RegistrationAttempt> attempt;
  std::optional<Deregistration> leaving;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const RegistrationState&, const RegistrationState&) = default;
};

// ---- identity.cpp: renewal of the certificate in two phases (R-REG-4..7) ----
struct RenewalState {
  KeyRef new_key;  // empty = no renewal under way
  bool key_ready = false;
  std::optional<IdentityGranted> granted;  // stored beside the old one until SSM has seen it used
  bool asked_for = false;                  // by the operator
  Retry retry;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const RenewalState&, const RenewalState&) = default;
};

// ---- authorization.cpp (R-AUTH) ----
struct Removal {
  TrustedTime first_told_at;
  std::optional<TrustedTime> confirmed_at;
  friend bool operator==(const Removal&, const Removal&) = default;
};
struct AuthorizationState {
  std::int64_t response_version = 0;
  bool resend_with_zero = false;  // R-AUTH-9: SSM's version was lower than ours, ask once more
  std::optional<TrustedTime> last_good_at;
  std::optional<TrustedTime> deadline_at;         // communication deadline
  std::optional<TrustedTime> renew_at;            // drawn after each good exchange
  std::optional<TrustedTime> compliance_poll_at;  // R-AUTH-5
  std::optional<TrustedTime> report_due_at;       // R-USE-6
  bool asked_for = false;                         // by the operator, or due at once after registration or renewal
  std::vector<EntitlementAnswer> answers;
  std::optional<Removal> removal;
  bool clone_suspected = false;
  Retry retry;
  std::optional<AttemptRecord> last_attempt;
  friend bool operator==(const AuthorizationState&, const AuthorizationState&) = default;
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

// ---- exchange.cpp: one exchange at a time (R-REG-1, R-ID-1) ----
struct PendingExchange {
  SsmRequest request;
  SsmRequestKind kind = SsmRequestKind::authorization;  // of the request, or of what is polled for
  bool in_flight = true;               // false: the answer was lost; the next of its kind repeats it with the same id
  std::optional<std::int64_t> report;  // outbox key of the report it carries last
  // SSM put its answer off: polled for at `poll_at`; `original` is what the answer will belong to.
  std::optional<SsmRequestBody> original;
  std::optional<TrustedTime> poll_at;
  std::string poll_id;
  int polls = 0;
  friend bool operator==(const PendingExchange&, const PendingExchange&) = default;
};
struct ExchangeState {
  std::int64_t next_sequence = 1;
  std::optional<PendingExchange> pending;
  friend bool operator==(const ExchangeState&, const ExchangeState&) = default;
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
  std::string seen_serial;
  friend bool operator==(const Installation&, const Installation&) = default;
};

struct Sections {
  Installation installation;
  ClockState clock;
  RegistrationState registration;
  RenewalState renewal;
  AuthorizationState authorization;
  EvaluationState evaluation;
  ComplianceState compliance;
  UsageState usage;
  ExchangeState exchange;
  AlarmLedger alarms;
  friend bool operator==(const Sections&, const Sections&) = default;
};

}  // namespace lic
