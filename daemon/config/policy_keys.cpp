#include "daemon/config/policy_keys.hpp"

#include <array>

namespace lic {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 2> kOocPolicies = {"tolerant", "immediate"};
constexpr std::array<std::string_view, 3> kClassifications = {"configured", "used", "reserved"};
constexpr std::array<std::string_view, 2> kReportings = {"every_15_minutes", "every_8_hours"};

using P = Policy;
constexpr KeyRule<Policy> kPolicyKeys[] = {
    {"ooc_policy", Choice<P>{{kOocPolicies, {}}, put<&P::ooc_policy>}},
    {"classification", Choice<P>{{kClassifications, {}}, put<&P::classification>}},
    {"reporting", Choice<P>{{kReportings, {}}, put<&P::reporting>}},
    // R-USE
    {"interval_minutes", Span<P>{{kMinute, 1, 60}, put<&P::interval>}},
    {"window_hours", Span<P>{{kHour, 1, 24}, put<&P::window>}},
    {"report_spread_seconds", Span<P>{{kSecond, 0, 600}, put<&P::report_spread>}},
    {"report_unchanged", Flag<P>{put<&P::report_unchanged>}},
    {"outbox_rows_max", Number<P>{{100, 1'000'000}, put<&P::outbox_rows_max>}},
    {"rows_per_exchange_max", Number<P>{{1, 1000}, put<&P::rows_per_exchange_max>}},
    // R-EVAL, R-OOC, R-ENF
    {"evaluation_days", Span<P>{{kDay, 0, 3650}, put<&P::evaluation_period>}},
    {"tolerance_minutes", Span<P>{{kMinute, 0, 1440}, put<&P::tolerance>}},
    {"ooc_overage_days", Span<P>{{kDay, 0, 3650}, put<&P::ooc_overage>}},
    {"ooc_poll_hours", Span<P>{{kHour, 1, 720}, put<&P::ooc_poll>}},
    {"not_authorized_overage_days", Span<P>{{kDay, 0, 3650}, put<&P::not_authorized_overage>}},
    {"removal_confirmation_minutes", Span<P>{{kMinute, 1, 10080}, put<&P::removal_confirmation>}},
    // R-AUTH
    {"authorization_renewal_days", Span<P>{{kDay, 1, 365}, put<&P::authorization_renewal>}},
    {"authorization_renewal_window_hours", Span<P>{{kHour, 0, 168}, put<&P::authorization_renewal_window>}},
    {"authorization_validity_days", Span<P>{{kDay, 1, 3650}, put<&P::authorization_validity>}},
    {"authorization_grace_days", Span<P>{{kDay, 0, 3650}, put<&P::authorization_grace>}},
    // R-REG
    {"registration_renewal_days", Span<P>{{kDay, 1, 364}, put<&P::registration_renewal>}},
    {"registration_renewal_window_hours", Span<P>{{kHour, 0, 168}, put<&P::registration_renewal_window>}},
    {"renewal_retry_hours", Span<P>{{kHour, 1, 168}, put<&P::renewal_retry>}},
    {"renewal_retry_last_week_minutes", Span<P>{{kMinute, 1, 1440}, put<&P::renewal_retry_last_week>}},
    {"renewal_last_week_days", Span<P>{{kDay, 1, 30}, put<&P::renewal_last_week>}},
    {"recovery_interval_hours", Span<P>{{kHour, 1, 720}, put<&P::recovery_interval>}},
    {"registration_warn_from_days", Number<P>{{1, 365}, put<&P::registration_warn_from_days>}},
    {"trust_warn_days", Number<P>{{1, 365}, put<&P::trust_warn_days>}},
    // R-TIME
    {"clock_jump_seconds", Span<P>{{kSecond, 1, 3600}, put<&P::clock_jump>}},
    {"clock_skew_warning_seconds", Span<P>{{kSecond, 1, 86400}, put<&P::clock_skew_warning>}},
    {"clock_skew_limit_minutes", Span<P>{{kMinute, 1, 1440}, put<&P::clock_skew_limit>}},
    {"retry_jitter_percent", Number<P>{{0, 50}, put<&P::retry_jitter_percent>}},
    {"poll_default_seconds", Span<P>{{kSecond, 1, 3600}, put<&P::poll_default>}},
    {"polls_max", Number<P>{{1, 1000}, put<&P::polls_max>}},
};

}  // namespace

std::span<const KeyRule<Policy>> policy_keys() { return kPolicyKeys; }

void check_policy(const Policy& policy, TomlPlace place, ProblemList& problems) {
  struct Check {
    bool broken;
    std::string_view text;
  };
  const Check checks[] = {
      {kHour % policy.interval != Millis{0},
       "interval_minutes must divide an hour: intervals start at full hours (R-USE-3)"},
      {kDay % policy.window != Millis{0}, "window_hours must divide a day: windows start at midnight UTC (R-USE-3)"},
      {policy.tolerance % policy.interval != Millis{0},
       "tolerance_minutes must be a multiple of interval_minutes: it is counted in report times (R-OOC-1)"},
      {policy.report_spread >= policy.interval,
       "report_spread_seconds must be shorter than interval_minutes (R-USE-6)"},
      {policy.authorization_renewal_window >= policy.authorization_renewal,
       "authorization_renewal_window_hours must be shorter than authorization_renewal_days (R-AUTH-1)"},
      {policy.authorization_renewal >= policy.authorization_validity,
       "authorization_renewal_days must be shorter than authorization_validity_days (R-AUTH-3)"},
      {policy.registration_renewal_window >= policy.registration_renewal,
       "registration_renewal_window_hours must be shorter than registration_renewal_days (R-REG-4)"},
      {policy.clock_skew_warning > policy.clock_skew_limit,
       "clock_skew_warning_seconds must not be longer than clock_skew_limit_minutes (R-TIME-5)"},
      {policy.rows_per_exchange_max > policy.outbox_rows_max,
       "rows_per_exchange_max must not be larger than outbox_rows_max (R-USE-7)"},
  };
  for (const Check& check : checks) {
    if (check.broken) problems.add(place, std::string(check.text));
  }
}

}  // namespace lic
