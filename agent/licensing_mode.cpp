#include "agent/licensing_mode.hpp"

#include "agent/evaluation.hpp"
#include "agent/reservation.hpp"

namespace lic {

LicensingMode licensing_mode(const AgentState& state) {
  return state.sections.installation.licensing_mode.value_or(LicensingMode::smart);
}

void settle_licensing_mode(Turn& turn) {
  Installation& installation = turn.state.sections.installation;
  if (!installation.licensing_mode) installation.licensing_mode = turn.policy.first_mode;
  if (turn.policy.knows_classic_mode || *installation.licensing_mode == LicensingMode::smart) return;
  installation.licensing_mode = LicensingMode::smart;
  turn.record("LICENSING_MODE_CHANGED", "The product knows no classic mode any more: smart licensing is enabled.", 5);
}

std::optional<Error> refused_by_classic_mode(const AgentState& state) {
  if (licensing_mode(state) == LicensingMode::smart) return std::nullopt;
  return Error{ErrorCode::failed_precondition, "smart licensing is not enabled: this product is in classic mode",
               "go over first with: smart-agentctl migrate --yes (there is no way back)"};
}

std::optional<Error> refused_by_mode(const AgentState& state) {
  auto classic = refused_by_classic_mode(state);
  return classic ? classic : refused_by_reservation(state);
}

void handle(Turn& turn, const MigrateToSmart&) {
  if (licensing_mode(turn.state) == LicensingMode::smart)
    return turn.answer(Error{ErrorCode::failed_precondition, "smart licensing is enabled already",
                             "register with: smart-agentctl register"});
  if (turn.policy.workforce_optimization)
    return turn.answer(
        Error{ErrorCode::failed_precondition,
              "workforce optimization (product.wfo) needs classic mode, so this product cannot migrate",
              "stay in classic mode, or set product.wfo = false once it is no longer used and restart the service"});
  turn.state.sections.installation.licensing_mode = LicensingMode::smart;
  settle_evaluation(turn);
  turn.record("LICENSING_MODE_CHANGED", "Migrated from classic to smart licensing; evaluation begins.", 5);
  turn.answer(CommandDone{false, false, "Smart licensing is enabled, for good. Register this product instance."});
}

}  // namespace lic
