#pragma once
// One line for `systemctl status` (sd_notify STATUS=).

#include <string>

#include "agent/status.hpp"

namespace lic {

// "Registered, authorized; 12 standard, 3 premium seats; next report 10:45Z"
[[nodiscard]] std::string status_line(const StatusView& view);

}  // namespace lic
