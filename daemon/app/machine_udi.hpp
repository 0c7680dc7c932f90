#pragma once
// The UDI of this machine, as the configuration has it made.

#include "agent/udi.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// A machine without an identity still runs, with an empty serial; the core raises SERIAL_MISSING (R-REG-12).
[[nodiscard]] Udi udi_of(const Config& config);

}  // namespace lic
