#pragma once
// What an operator has to know first: how bad it is, what is wrong, what to do, when the next attempt is.

#include <optional>
#include <string>
#include <vector>

#include "daemon/cli/json_reading.hpp"

namespace lic::cli {

enum class Level { good, warning, critical };  // exit codes 0, 1, 2 of status --check

struct Finding {
  Level level = Level::warning;
  std::string what;
  std::string remedy;  // may be empty
};

// From /v1/status; the worst first. Alarms are not among them, but count in level_of().
[[nodiscard]] std::vector<Finding> findings_of(const Json& status);
[[nodiscard]] Level level_of(const Json& status);
[[nodiscard]] std::string_view name_of(Level level);  // "OK", "WARNING", "CRITICAL"

// "registered, authorized, 3 of 4 tolerated reports over the limit, provisioning allowed"
[[nodiscard]] std::string state_line(const Json& status);
// "authorization at Mar 02 10:45:00 2026 UTC (in 15 minutes)"; "None" if nothing is planned.
[[nodiscard]] std::string next_attempt_text(const Json& status);
// "in 15 minutes", "3 hours ago"; empty if one of the two is no date.
[[nodiscard]] std::string distance_text(const std::string& from, const std::string& to);

}  // namespace lic::cli
