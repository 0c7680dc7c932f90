#pragma once
// R-EVAL: 90 days, once in a product's life; they run while nothing else covers the product.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

// Starts or stops the clock as the registration demands. Call after every change of standing.
void settle_evaluation(Turn& turn);

// Unregistered in smart mode without a reservation, or expired without an enforcement of before (R-EVAL-1, R-REG-7).
[[nodiscard]] bool evaluation_governs(const AgentState& state);
// The axes of a registration hold: while it stands, and after its expiry if an enforcement ran on (R-REG-7).
[[nodiscard]] bool registration_governs(const AgentState& state);
[[nodiscard]] Millis evaluation_left(const AgentState& state, TrustedTime now, const Policy& policy);
// When it ends or ended, while it runs.
[[nodiscard]] std::optional<TrustedTime> evaluation_end(const AgentState& state, const Policy& policy);

}  // namespace lic
