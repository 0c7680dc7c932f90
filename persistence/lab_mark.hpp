#pragma once
// A state directory belongs to the lab or to the real world, for ever (interfaces.md section 8).

#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

inline constexpr std::string_view kInstalledStateDirectory = "/var/lib/smart-agent";
inline constexpr std::string_view kLabMarkName = "LAB";

// Call it with the StateLock held and before the database is opened. With `lab` a directory without state is marked;
// one with real state is `failed_precondition`, and kInstalledStateDirectory always is. Without `lab` a marked
// directory is `failed_precondition`.
[[nodiscard]] Result<void> check_lab_mark(const std::string& state_dir, bool lab);

}  // namespace lic
