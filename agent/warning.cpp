#include "agent/warning.hpp"

#include <algorithm>
#include <vector>

namespace lic {
namespace {

// `offsets`: how long before the end each reminder falls, longest first.
Warning at_offsets(TrustedTime end, TrustedTime now, const std::vector<Millis>& offsets) {
  Warning warning;
  if (now >= end) {
    warning.step = static_cast<int>(offsets.size());
    return warning;
  }
  for (const Millis offset : offsets) {
    if (now < end - offset) {
      warning.next = end - offset;
      return warning;
    }
    ++warning.step;
  }
  warning.next = end;
  return warning;
}

}  // namespace

Warning warning_before(TrustedTime end, TrustedTime now, const Policy& policy, bool hourly_on_last_day) {
  std::vector<Millis> offsets;
  for (const int days : policy.warn_days) offsets.push_back(days * kDay);
  if (hourly_on_last_day)
    for (int hours = 23; hours >= 1; --hours) offsets.push_back(hours * kHour);
  return at_offsets(end, now, offsets);
}

Warning weekly_warning_before(TrustedTime end, TrustedTime now, const Policy& policy) {
  std::vector<Millis> offsets;
  for (int days = policy.registration_warn_from_days; days > 7; days -= 7) offsets.push_back(days * kDay);
  for (int days = 7; days >= 1; --days) offsets.push_back(days * kDay);
  return at_offsets(end, now, offsets);
}

Warning trust_warning_before(TrustedTime end, TrustedTime now, const Policy& policy) {
  std::vector<Millis> offsets{policy.trust_warn_days * kDay};
  for (const int days : policy.warn_days)
    if (days < policy.trust_warn_days) offsets.push_back(days * kDay);
  offsets.emplace_back(0);
  return at_offsets(end, now, offsets);
}

int days_left(TrustedTime end, TrustedTime now) {
  if (now >= end) return 0;
  return static_cast<int>((end - now + kDay - Millis{1}) / kDay);
}

}  // namespace lic
