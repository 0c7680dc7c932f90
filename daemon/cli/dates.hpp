#pragma once
// Dates and durations as the vendor's CLI writes them (interfaces.md section 2), UTC only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/time.hpp"

namespace lic::cli {

// "Mar 02 10:30:00 2026 UTC" for an RFC 3339 text; "None" for an empty one; other text is shown as it is.
[[nodiscard]] std::string date_text(std::string_view rfc3339);
[[nodiscard]] std::string date_text(WallTime time);
// "2026-03-02 10:30", seconds added only where there are any.
[[nodiscard]] std::string minute_text(WallTime time);

// "46 days, 7 hours, 17 minutes, 24 seconds": all four, as the vendor counts down the evaluation.
[[nodiscard]] std::string countdown_text(std::int64_t seconds);
// The two largest parts: "12 minutes", "3 hours 5 minutes", "40 days 2 hours".
[[nodiscard]] std::string short_duration_text(std::int64_t seconds);

// "400d", "12h", "15m", "30s" or a row of them ("1d12h"); nothing for anything else, zero, or more than 100 years.
[[nodiscard]] std::optional<Millis> duration_named(std::string_view text);

}  // namespace lic::cli
