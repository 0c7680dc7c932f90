#include "agent/evaluation.hpp"

#include <algorithm>

#include "agent/licensing_mode.hpp"
#include "agent/registration.hpp"

namespace lic {

bool evaluation_governs(const AgentState& state) {
  if (licensing_mode(state) == LicensingMode::classic) return false;
  const Standing& standing = state.sections.registration.standing;
  if (std::holds_alternative<Unregistered>(standing)) return true;
  const auto* expired = std::get_if<RegistrationExpired>(&standing);
  return expired != nullptr && !expired->enforcement_kept;
}

bool registration_governs(const AgentState& state) {
  return identity_of(state) != nullptr && !evaluation_governs(state);
}

void settle_evaluation(Turn& turn) {
  EvaluationState& evaluation = turn.state.sections.evaluation;
  const bool runs = evaluation.running_since.has_value();
  const bool governs = evaluation_governs(turn.state);
  if (governs && !runs) evaluation.running_since = turn.trusted;
  if (!governs && runs) {
    const Millis ran = turn.trusted - *evaluation.running_since;
    evaluation.used = std::max(evaluation.used, std::min(evaluation.used + ran, turn.policy.evaluation_period));
    evaluation.running_since.reset();
  }
}

std::optional<TrustedTime> evaluation_end(const AgentState& state, const Policy& policy) {
  const EvaluationState& evaluation = state.sections.evaluation;
  if (!evaluation.running_since) return std::nullopt;
  return *evaluation.running_since + std::max(policy.evaluation_period - evaluation.used, Millis{0});
}

Millis evaluation_left(const AgentState& state, TrustedTime now, const Policy& policy) {
  const EvaluationState& evaluation = state.sections.evaluation;
  Millis used = evaluation.used;
  if (evaluation.running_since) used += now - *evaluation.running_since;
  return std::clamp(policy.evaluation_period - used, Millis{0}, policy.evaluation_period);
}

}  // namespace lic
