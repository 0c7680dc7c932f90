#pragma once
// State and effects as short, stable words: no random id, no moment, nothing that dice decide.

#include <string>
#include <utility>
#include <vector>

#include "agent/step.hpp"

namespace lic::matrix {

// Axis and value, in a fixed order.
using Axes = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] Axes axes_of(const AgentState& state, const Policy& policy);
[[nodiscard]] std::string text_of(const Axes& axes);
// Only what changed: "auth waiting->authorized, exchange authorization in flight->none"; "=" if nothing.
[[nodiscard]] std::string difference(const Axes& before, const Axes& after);
[[nodiscard]] std::string text_of(const Step& step);

}  // namespace lic::matrix
