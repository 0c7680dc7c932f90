// R-SLR-3, 7: what a reservation lacks, and which of its terms end.
#include <algorithm>

#include "agent/reservation.hpp"
#include "agent/time_text.hpp"
#include "agent/warning.hpp"

namespace lic {
namespace {

std::string days_text(int days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

Alarm lacking_alarm(const AgentState& state, TrustedTime since, TrustedTime now, const Policy& policy) {
  const TrustedTime enforced_at = since + policy.not_authorized_overage;
  std::string detail;
  for (const std::string& sentence : lacking(state, now, policy)) detail += sentence + "; ";
  const int days = days_left(enforced_at, now);
  detail += days > 0 ? days_text(days) + " until enforcement" : "enforcement holds";
  return {AlarmCode::not_authorized_reserved, since, std::nullopt, warning_before(enforced_at, now, policy, false).step,
          detail};
}

std::string term_of(const LicenseType& type, const ReservedLicense& license, TrustedTime now) {
  const Entitlement* entitlement = find_by_tag(type, license.tag);
  const std::string name = entitlement == nullptr ? license.tag.value : entitlement->name.value;
  const int days = days_left(in_trusted_time(*license.ends), now);
  return std::to_string(license.count) + " " + name + (days > 0 ? ": in " + days_text(days) + ", at " : ": ended at ") +
         to_rfc3339(*license.ends);
}

// Each term has its own reminders; their sum rises with each of them.
std::optional<Alarm> expiring_alarm(const Reserved& reserved, const LicenseType& type, TrustedTime now,
                                    const Policy& policy) {
  Alarm alarm;
  alarm.code = AlarmCode::reservation_expiring;
  for (const ReservedLicense& license : reserved.code.licenses) {
    if (!license.ends) continue;
    const TrustedTime end = in_trusted_time(*license.ends);
    const int steps = weekly_warning_before(end, now, policy).step + (now >= end ? 1 : 0);
    if (steps == 0) continue;
    const TrustedTime from = std::max(end - policy.registration_warn_from_days * kDay, reserved.changed_at);
    alarm.since = alarm.step == 0 ? from : std::min(alarm.since, from);
    alarm.step += steps;
    alarm.detail += (alarm.detail.empty() ? "" : "; ") + term_of(type, license, now);
  }
  if (alarm.step == 0) return std::nullopt;
  return alarm;
}

}  // namespace

std::vector<Alarm> reservation_alarms(const AgentState& state, TrustedTime now, const Policy& policy) {
  const Reserved* reserved = reserved_of(state);
  if (reserved == nullptr) return {};
  std::vector<Alarm> list;
  if (reserved->lacking_since) list.push_back(lacking_alarm(state, *reserved->lacking_since, now, policy));
  if (auto expiring = expiring_alarm(*reserved, current_type(state, policy), now, policy))
    list.push_back(*std::move(expiring));
  return list;
}

}  // namespace lic
