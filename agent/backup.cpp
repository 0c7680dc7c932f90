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

// Counted up to the present's clock, as the next start will count the time between.
void carry_evaluation(const Sections& present, Sections& restored) {
  EvaluationState& evaluation = restored.evaluation;
  Millis needed = evaluation_used(present);
  if (evaluation.running_since) needed -= present.clock.trusted - *evaluation.running_since;
  evaluation.used = std::max(evaluation.used, needed);
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
  carry_evaluation(present, restored);
  reservation.requests_made = std::max(reservation.requests_made, present.reservation.requests_made);
  for (const InstanceId& instance : given_back)
    if (std::ranges::find(reservation.used, instance) == reservation.used.end()) reservation.used.push_back(instance);
  while (reservation.used.size() > kUsedInstancesMax) reservation.used.erase(reservation.used.begin());
  return {};
}

}  // namespace lic
