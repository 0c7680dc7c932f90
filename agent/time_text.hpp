#pragma once
// Calendar text for wall times, UTC only. The one place that formats and reads RFC 3339.

#include <optional>
#include <string>
#include <string_view>

#include "agent/time.hpp"

namespace lic {

// "2026-03-02T10:30:00Z"; milliseconds only if there are any ("2026-03-02T10:30:00.250Z").
[[nodiscard]] std::string to_rfc3339(WallTime time);

// Reads "YYYY-MM-DDTHH:MM:SS[.fff](Z|+hh:mm|-hh:mm)"; nothing for anything else, including dates that do not exist.
[[nodiscard]] std::optional<WallTime> from_rfc3339(std::string_view text);

}  // namespace lic
