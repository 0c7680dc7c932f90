#pragma once
// Compares what the core wrote with the truth: every row of the history, every report, and who made its peaks.

#include <string>

#include "tests/peaks/player.hpp"
#include "tests/peaks/reference.hpp"

namespace lic::peaks {

// The first difference as a sentence; empty = none.
[[nodiscard]] std::string difference(const History& history, const Recording& recording, const Truth& truth,
                                     Mistake mistake);

}  // namespace lic::peaks
