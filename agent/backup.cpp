#include "agent/backup.hpp"

#include <algorithm>
#include <optional>
#include <utility>
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

std::optional<TrustedTime> earlier(std::optional<TrustedTime> one, std::optional<TrustedTime> other) {
  return one && other ? std::min(*one, *other) : one.has_value() ? one : other;
}

void carry_code(const Sections& present, Sections& restored) {
  const Reserved* installed = reserved_in(present);
  if (installed == nullptr) return;
  auto& old = std::get<Reserved>(restored.registration.standing);
  if (installed->code == old.code) old.lacking_since = earlier(installed->lacking_since, old.lacking_since);
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

const InstanceId* instance_in(const Sections& sections) {
  const Standing& standing = sections.registration.standing;
  if (const auto* registered = std::get_if<Registered>(&standing)) return &registered->identity.instance;
  const auto* expired = std::get_if<RegistrationExpired>(&standing);
  return expired == nullptr ? nullptr : &expired->identity.instance;
}

// Since when it runs towards enforcement (R-ENF-1); null = it does not.
template <class Compliance>
auto* overage_of(Compliance& compliance) {
  if (auto* locked = std::get_if<Locked>(&compliance.phase)) return &locked->since;
  auto* entered = std::get_if<Entered>(&compliance.phase);
  return entered == nullptr ? nullptr : &entered->since;
}

// What SSM said last holds; of two overages the one that began earlier, with the higher locks (R-OOC-3).
void carry_compliance(const ComplianceState& present, ComplianceState& restored) {
  const TrustedTime* old_since = overage_of(restored);
  if (std::holds_alternative<InCompliance>(present.phase) || (old_since != nullptr && overage_of(present) == nullptr))
    return;
  ComplianceState carried = present;
  if (TrustedTime* since = overage_of(carried); since != nullptr && old_since != nullptr)
    *since = std::min(*since, *old_since);
  auto* locked = std::get_if<Locked>(&carried.phase);
  const auto* old_locked = std::get_if<Locked>(&restored.phase);
  if (locked != nullptr && old_locked != nullptr)
    for (const auto& [name, count] : old_locked->locked) locked->locked[name] = std::max(locked->locked[name], count);
  restored = std::move(carried);
}

void carry_removal(const std::optional<Removal>& present, std::optional<Removal>& restored) {
  if (!present) return;
  Removal carried = *present;
  if (restored) {
    carried.first_told_at = std::min(carried.first_told_at, restored->first_told_at);
    carried.confirmed_at = earlier(carried.confirmed_at, restored->confirmed_at);
    carried.whole_instance = carried.whole_instance || restored->whole_instance;
  }
  restored = carried;
}

// The clocks towards enforcement of one registration are not put back (R-ENF-1, R-ENF-2).
void carry_enforcement(const Sections& present, Sections& restored) {
  const InstanceId* instance = instance_in(present);
  const InstanceId* old = instance_in(restored);
  if (instance == nullptr || old == nullptr || *instance != *old) return;
  carry_compliance(present.compliance, restored.compliance);
  carry_removal(present.authorization.removal, restored.authorization.removal);
}

}  // namespace

void handle(Turn& turn, const BackupMade&) { turn.record("BACKUP_MADE", "A backup of the state was made."); }

Result<void> carry_forward(const Sections& present, Sections& restored) {
  if (auto refused = objection(present, restored)) return *refused;
  if (present.installation.licensing_mode == LicensingMode::smart)
    restored.installation.licensing_mode = LicensingMode::smart;
  carry_code(present, restored);
  carry_used_codes(present.reservation, restored.reservation);
  carry_enforcement(present, restored);
  carry_time(present, restored);
  return {};
}

}  // namespace lic
