#pragma once
// R-EVAL: 90 days, once in a product's life; they run while nothing else covers the product.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

// Starts or stops the clock as the registration demands. Call after every change of standing.
void settle_evaluation(Turn& turn);

[[nodiscard]] bool evaluation_governs(const AgentState& state);
[[nodiscard]] Millis evaluation_left(const AgentState& state, TrustedTime now, const Policy& policy);
// When it ends or ended, while it runs.
[[nodiscard]] std::optional<TrustedTime> evaluation_end(const AgentState& state, const Policy& policy);

}  // namespace lic
