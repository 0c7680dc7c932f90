#pragma once
// When a running clock is told of: at 60, 30, 14, 7, 3, 2, 1 days and hourly on the last day (R-EVAL-5, R-ENF-3).

#include <optional>

#include "agent/policy.hpp"
#include "agent/time.hpp"

namespace lic {

struct Warning {
  int step = 0;                     // 0 = not yet; rises with each reminder
  std::optional<TrustedTime> next;  // when the step rises again; none once `end` has passed
};
[[nodiscard]] Warning warning_before(TrustedTime end, TrustedTime now, const Policy& policy, bool hourly_on_last_day);

// For certificates: from `registration_warn_from_days` weekly, daily in the last week (R-REG-6).
[[nodiscard]] Warning weekly_warning_before(TrustedTime end, TrustedTime now, const Policy& policy);

// For certificates that exchanges stand on: at `trust_warn_days`, then at those of warn_days that are fewer, and at
// the end.
[[nodiscard]] Warning trust_warning_before(TrustedTime end, TrustedTime now, const Policy& policy);

// Whole days left, rounded up; 0 once `end` has passed.
[[nodiscard]] int days_left(TrustedTime end, TrustedTime now);

}  // namespace lic
