#pragma once
// The rules that histories are drawn for: shapes of license types as the catalogs have them (rules.md section 14).

#include "agent/policy.hpp"
#include "tests/simulation/dice.hpp"

namespace lic::peaks {

[[nodiscard]] Policy draw_policy(sim::Dice& dice);

}  // namespace lic::peaks
