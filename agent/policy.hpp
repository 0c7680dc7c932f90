#pragma once
// Every number and choice of rules.md, as a field. Defaults are the rules' values; a catalog sets its own, `[policy]`
// in the configuration overrides them by the same names. Immutable while the daemon runs.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/catalog.hpp"
#include "agent/time.hpp"

namespace lic {

enum class OocPolicy : std::uint8_t { tolerant, immediate };
enum class Reporting : std::uint8_t { every_15_minutes, every_8_hours };

// One step of a retry schedule: `times` attempts `after` each failure; the last step goes on for ever.
struct RetryStep {
  Millis after;
  int times;
  friend bool operator==(const RetryStep&, const RetryStep&) = default;
};

struct Policy {
  // The product as its catalog describes it.
  std::string catalog_id;  // "uccx-12.5"
  std::string product_id;  // UDI product id, "UCCX"
  std::string software_tag;
  std::string app_id;        // "Cisco Unified CCX Cluster View Daemon"
  LicenseType license_type;  // as configured; current_type() knows what holds
  UsageMode usage_mode = UsageMode::production;
  std::vector<LicenseType> license_types;           // all that the catalog knows
  std::vector<std::string> forced_types;            // the deployment allows these alone (R-LIFE-4); empty = all
  bool high_availability = false;                   // R-CTL-4: License Control wants a confirmation
  std::vector<std::string> blocked_when_enforced;   // R-ENF-1: "agent_add", ...
  bool export_control_applies = false;              // R-REG-11
  bool knows_classic_mode = true;                   // R-LIFE-1: the product has a mode without smart licensing
  LicensingMode first_mode = LicensingMode::smart;  // of a state directory that is new (R-LIFE-1); read once
  bool workforce_optimization = false;              // R-LIFE-1: needs classic mode

  OocPolicy ooc_policy = OocPolicy::tolerant;
  Classification classification = Classification::configured;
  Reporting reporting = Reporting::every_15_minutes;

  // Usage (R-USE)
  Millis interval = 15 * kMinute;
  Millis window = 8 * kHour;
  Millis report_spread = 30 * kSecond;
  bool report_unchanged = true;
  std::int64_t outbox_rows_max = 2880;
  std::int64_t rows_per_exchange_max = 200;
  std::optional<std::int64_t> max_seats;  // R-CTL-6; none = no limit

  Millis product_lease = 10 * kMinute;  // R-USE-9: sessions of a product process outlive its last connection so long

  // Evaluation (R-EVAL), compliance (R-OOC), enforcement (R-ENF)
  Millis evaluation_period = 90 * kDay;
  Millis tolerance = 45 * kMinute;
  Millis ooc_overage = 90 * kDay;
  Millis ooc_poll = 12 * kHour;
  Millis not_authorized_overage = 90 * kDay;
  Millis removal_confirmation = kHour;  // R-AUTH-7: told twice, at least this far apart
  std::vector<int> warn_days = {60, 30, 14, 7, 3, 2, 1};

  // Authorization (R-AUTH)
  Millis authorization_renewal = 30 * kDay;
  Millis authorization_renewal_window = kDay;
  Millis authorization_validity = 90 * kDay;
  Millis authorization_grace = 90 * kDay;
  Millis renew_interval_min = kHour;  // what SSM names is never taken for less
  std::vector<RetryStep> authorization_retry = {{kHour, 4}, {12 * kHour, 4}, {kDay, 0}};

  // Registration (R-REG)
  std::vector<RetryStep> registration_retry = {{kMinute, 1}, {5 * kMinute, 1}, {15 * kMinute, 1}, {kHour, 0}};
  Millis registration_renewal = 180 * kDay;
  Millis registration_renewal_window = kDay;
  Millis renewal_retry = kDay;
  Millis renewal_retry_last_week = kHour;
  Millis renewal_last_week = 7 * kDay;
  Millis recovery_interval = kDay;        // R-REG-7
  Millis renewal_overdue_spread = kHour;  // R-REG-4: a window that SSM named and that is over
  std::size_t goodbyes_max = 8;           // R-REG-9: that wait for SSM to hear them
  int registration_warn_from_days = 60;
  int trust_warn_days = 30;  // before a certificate ends that exchanges with SSM stand on (wire P13)

  // Time (R-TIME)
  Millis clock_jump = 10 * kSecond;
  Millis clock_skew_warning = 5 * kMinute;
  Millis clock_skew_limit = kHour;
  int retry_jitter_percent = 20;
  int outage_failures = 2;  // from so many failures in a row on, report times are spread over a whole interval
  Millis poll_default = 60 * kSecond;
  int polls_max = 30;

  friend bool operator==(const Policy&, const Policy&) = default;
};

struct AgentState;
// The license type and usage mode that hold: chosen by command, or as configured.
[[nodiscard]] const LicenseType& current_type(const AgentState& state, const Policy& policy);
// Under a reservation everybody is what the configured skills say (R-USE-2, R-SLR-3); else as the policy says.
[[nodiscard]] Classification current_classification(const AgentState& state, const Policy& policy);
[[nodiscard]] UsageMode current_usage_mode(const AgentState& state, const Policy& policy);

}  // namespace lic
