#include "agent/reservation.hpp"

namespace lic {
namespace {
void not_yet(Turn& turn) { turn.answer(Error{ErrorCode::failed_precondition, "not merged yet", "wait"}); }
}  // namespace

void handle(Turn& turn, const EnableReservation&) { not_yet(turn); }
void handle(Turn& turn, const RequestReservation&) { not_yet(turn); }
void handle(Turn& turn, const CancelReservation&) { not_yet(turn); }
void handle(Turn& turn, const InstallReservation&) { not_yet(turn); }
void handle(Turn& turn, const ReturnReservation&) { not_yet(turn); }
void handle(Turn& turn, const ReturnAuthorization&) { not_yet(turn); }
void handle(Turn& turn, const DisableReservation&) { not_yet(turn); }

const Reserved* reserved_of(const AgentState& state) {
  return std::get_if<Reserved>(&state.sections.registration.standing);
}

std::optional<Error> refused_by_reservation(const AgentState& state) {
  if (!state.sections.reservation.enabled) return std::nullopt;
  return Error{ErrorCode::failed_precondition, "license reservation is enabled, so nothing is exchanged with SSM",
               "return the reservation and disable it first"};
}

void settle_reservation(Turn&) {}

}  // namespace lic
