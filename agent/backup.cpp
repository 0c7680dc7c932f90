#include "agent/backup.hpp"

#include <algorithm>
#include <optional>
#include <variant>

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

const Reserved* reserved_in(const Sections& sections) { return std::get_if<Reserved>(&sections.registration.standing); }

// A reservation is returned or kept, never forgotten: SSM would hold its licenses for ever, and the open request of the
// backup would take an earlier code of it, with what SSM has taken back since (R-SLR-5).
std::optional<Error> objection(const Sections& present, const Sections& restored) {
  const Reserved* old = reserved_in(restored);
  if (old != nullptr && was_used(present.reservation, old->code.instance))
    return Error(ErrorCode::failed_precondition,
                 "the reservation in the backup was returned after the backup was made, so its licenses are no longer "
                 "this machine's",
                 "restore a backup that was made after the return, or request a new reservation");
  const Reserved* installed = reserved_in(present);
  if (installed == nullptr || (old != nullptr && old->code.instance == installed->code.instance)) return std::nullopt;
  return Error(ErrorCode::failed_precondition,
               "a reservation is installed that the backup does not have, and its licenses would stay reserved at SSM "
               "for ever",
               "start the agent and return it first (smart-agentctl reservation return, then enter the return code at "
               "SSM); then restore again");
}

void carry_code(const Sections& present, Sections& restored) {
  const Reserved* installed = reserved_in(present);
  if (installed == nullptr) return;
  auto& old = std::get<Reserved>(restored.registration.standing);
  if (installed->code.made_at <= old.code.made_at) return;
  old = *installed;
  restored.reservation.confirmation_code = present.reservation.confirmation_code;
}

void carry_used_codes(const ReservationState& present, ReservationState& restored) {
  restored.requests_made = std::max(restored.requests_made, present.requests_made);
  for (const InstanceId& instance : present.used)
    if (!was_used(restored, instance)) restored.used.push_back(instance);
  while (restored.used.size() > kUsedInstancesMax) restored.used.erase(restored.used.begin());
  // Its code was given back: it is over.
  if (restored.request && was_used(present, restored.request->instance)) restored.request.reset();
}

}  // namespace

void handle(Turn& turn, const BackupMade&) { turn.record("BACKUP_MADE", "A backup of the state was made."); }

Result<void> carry_forward(const Sections& present, Sections& restored) {
  if (auto refused = objection(present, restored)) return *refused;
  if (present.installation.licensing_mode == LicensingMode::smart)
    restored.installation.licensing_mode = LicensingMode::smart;
  carry_code(present, restored);
  carry_used_codes(present.reservation, restored.reservation);
  carry_time(present, restored);
  return {};
}

}  // namespace lic
