#pragma once
// The configuration of a run: what the files say, as the mode of the run wants it. At the start and at each reload.

#include "daemon/app/command_line.hpp"
#include "daemon/config/config.hpp"

namespace lic {

[[nodiscard]] ConfigOutcome read_config(const Options& options);

}  // namespace lic
