#pragma once
// Backups of the state, as far as the core is concerned: that one was made is history, and what a restored state may
// not forget of the one that it replaces.

#include <string>

#include "agent/result.hpp"
#include "agent/sections.hpp"
#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const BackupMade& event);

// What only rises goes on rising when an older state replaces a newer one of the same machine: trusted time (R-TIME-2),
// evaluation time used (R-EVAL-1), the number of reservation requests (R-LIFE-6), the authorization codes that were
// given back. Smart mode stays (R-LIFE-1), and so does the later code of a reservation. Clocks that run
// towards enforcement under the same registration or code do not begin later than they did (R-ENF).
// `failed_precondition` if a reservation is in `restored` that `present` has given back since, for its licenses may be
// somebody else's by now; and if one is installed in `present` that `restored` does not have (R-SLR-5).
[[nodiscard]] Result<void> carry_forward(const Sections& present, Sections& restored);

}  // namespace lic
