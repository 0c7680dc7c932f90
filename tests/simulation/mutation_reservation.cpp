// Broken rules of reservation, licensing mode and factory reset: the events or the state of the core are bent around
// its steps.

#include <algorithm>
#include <optional>
#include <utility>

#include "agent/hot_path.hpp"
#include "tests/simulation/mutation.hpp"

namespace lic::sim {
namespace {

// The instance and the time of a code that would fit now.
void make_fit(AuthorizationCode& code, const AgentState& state, Mutation mutation) {
  const auto* reserved = std::get_if<Reserved>(&state.sections.registration.standing);
  const auto& request = state.sections.reservation.request;
  if (mutation == Mutation::any_request) {
    if (request) code.instance = request->instance;
    if (reserved != nullptr) code.instance = reserved->code.instance;
  }
  if (mutation == Mutation::any_machine) {
    code.udi.pid = state.sections.installation.seen.pid;
    code.udi.serial = state.sections.installation.seen.serial;
  }
  if (mutation == Mutation::older_code && reserved != nullptr)
    code.made_at = std::max(code.made_at, reserved->code.made_at + Millis{1});
  for (ReservedLicense& license : code.licenses) {
    const bool ended =
        license.ends && license.ends->time_since_epoch() <= state.sections.clock.trusted.time_since_epoch();
    if (mutation == Mutation::ended_code && ended) license.ends.reset();
  }
}

bool talks(const Event& event) {
  return std::holds_alternative<RegisterCommand>(event) || std::holds_alternative<RenewAuthorizationCommand>(event) ||
         std::holds_alternative<SetTransport>(event) || std::holds_alternative<ResetTransport>(event);
}

void widen(AgentState& state, std::int64_t by) {
  auto* reserved = std::get_if<Reserved>(&state.sections.registration.standing);
  if (reserved == nullptr) return;
  for (ReservedLicense& license : reserved->code.licenses) license.count += by;
}

}  // namespace

void tamper_at_start(Mutation mutation, AgentState& state) {
  if (mutation == Mutation::forgets_codes) {
    state.sections.reservation.return_code.clear();
    state.sections.reservation.confirmation_code.clear();
  }
  if (mutation == Mutation::classic_again && state.sections.installation.licensing_mode == LicensingMode::smart)
    state.sections.installation.licensing_mode = LicensingMode::classic;
}

bool tamper_before(Mutation mutation, AgentState& state, Envelope& envelope) {
  if (auto* install = std::get_if<InstallReservation>(&envelope.event)) make_fit(install->code, state, mutation);
  auto* replied = std::get_if<SsmReplied>(&envelope.event);
  auto* granted = replied == nullptr ? nullptr : std::get_if<IdentityGranted>(&replied->reply.answer);
  if (mutation == Mutation::export_for_all && granted != nullptr) granted->export_controlled_allowed = true;
  if (mutation == Mutation::wide_limits && is_usage(envelope.event)) {
    widen(state, 1);
    return true;
  }
  if (mutation != Mutation::talks_while_reserved || !talks(envelope.event)) return false;
  return std::exchange(state.sections.reservation.enabled, false);
}

void tamper_after(Mutation mutation, AgentState& state, const Envelope& envelope, bool hidden) {
  Sections& sections = state.sections;
  if (hidden && mutation == Mutation::wide_limits) widen(state, -1);
  if (hidden && mutation == Mutation::talks_while_reserved) sections.reservation.enabled = true;
  auto* reserved = std::get_if<Reserved>(&sections.registration.standing);
  if (mutation == Mutation::never_lacking && reserved != nullptr) reserved->lacking_since.reset();
  if (mutation == Mutation::evaluates_reserved && reserved != nullptr && !sections.evaluation.running_since)
    sections.evaluation.running_since = sections.clock.trusted;
  if (mutation == Mutation::spent_code && std::holds_alternative<ReturnReservation>(envelope.event))
    sections.reservation.used.clear();
  if (!std::holds_alternative<FactoryReset>(envelope.event)) return;
  if (mutation == Mutation::forgets_number) sections.reservation.requests_made = 0;
  if (mutation == Mutation::new_evaluation) {
    sections.evaluation.used = Millis{0};
    if (sections.evaluation.running_since) sections.evaluation.running_since = sections.clock.trusted;
  }
  if (mutation == Mutation::sticky_settings) sections.settings.hostname_privacy = true;
}

}  // namespace lic::sim
