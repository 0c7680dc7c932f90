#include "agent/backup.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "agent/reservation.hpp"

namespace lic {
namespace {

Millis evaluation_used(const Sections& sections) {
  const EvaluationState& evaluation = sections.evaluation;
  if (!evaluation.running_since) return evaluation.used;
  return evaluation.used + (sections.clock.trusted - *evaluation.running_since);
}

// Trusted time never goes back (R-TIME-2), whatever the calendar says at the next start. What lies between the two
// states is time that nobody watched: leases and the open interval do not count it.
void carry_clock(const Sections& present, Sections& restored) {
  if (present.clock.trusted <= restored.clock.trusted) return;
  restored.products.unwatched += present.clock.trusted - restored.clock.trusted;
  restored.usage.integrated_to = std::max(restored.usage.integrated_to, present.clock.wall);
  restored.clock = present.clock;
}

// Each state's days by its own clock, so that none is lost or won; those of the time between were not lived in this
// state (R-EVAL-1, 2).
void carry_time(const Sections& present, Sections& restored) {
  EvaluationState& evaluation = restored.evaluation;
  evaluation.used = std::max(evaluation_used(present), evaluation_used(restored));
  carry_clock(present, restored);
  if (evaluation.running_since) evaluation.running_since = restored.clock.trusted;
}

}  // namespace

void handle(Turn& turn, const BackupMade&) { turn.record("BACKUP_MADE", "A backup of the state was made."); }

Result<void> carry_forward(const Sections& present, Sections& restored) {
  ReservationState& reservation = restored.reservation;
  const std::vector<InstanceId>& given_back = present.reservation.used;
  auto* reserved = std::get_if<Reserved>(&restored.registration.standing);
  if (reserved != nullptr && std::ranges::find(given_back, reserved->code.instance) != given_back.end())
    return Error(ErrorCode::failed_precondition,
                 "the reservation in the backup was returned after the backup was made, so its licenses are no longer "
                 "this machine's",
                 "restore a backup that was made after the return, or request a new reservation");
  const auto* newer = std::get_if<Reserved>(&present.registration.standing);
  if (reserved != nullptr && newer != nullptr && newer->code.instance == reserved->code.instance &&
      newer->code.made_at > reserved->code.made_at) {
    *reserved = *newer;
    reservation.confirmation_code = present.reservation.confirmation_code;
  }
  carry_time(present, restored);
  reservation.requests_made = std::max(reservation.requests_made, present.reservation.requests_made);
  for (const InstanceId& instance : given_back)
    if (std::ranges::find(reservation.used, instance) == reservation.used.end()) reservation.used.push_back(instance);
  while (reservation.used.size() > kUsedInstancesMax) reservation.used.erase(reservation.used.begin());
  return {};
}

}  // namespace lic
