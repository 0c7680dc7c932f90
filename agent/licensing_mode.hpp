#pragma once
// R-LIFE-1: classic mode measures usage and takes no part in SSM exchanges; smart mode is for ever.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const MigrateToSmart& event);

[[nodiscard]] LicensingMode licensing_mode(const AgentState& state);
// Decides the mode of a state directory that has none yet; a catalog that knows no classic mode ends it.
void settle_licensing_mode(Turn& turn);
// Why a verb of smart licensing is refused in classic mode; none = the mode is smart.
[[nodiscard]] std::optional<Error> refused_by_classic_mode(const AgentState& state);
// Why a verb that talks to SSM, or changes the way to it, is refused: classic mode, or a reservation (R-SLR-6).
[[nodiscard]] std::optional<Error> refused_by_mode(const AgentState& state);

}  // namespace lic
