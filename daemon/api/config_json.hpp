#pragma once
// The effective configuration as JSON, without secrets (R-REG-2).

#include "agent/settings_sections.hpp"
#include "daemon/api/json.hpp"
#include "daemon/config/config.hpp"

namespace lic::api {

// Every table of the file, by its names (interfaces.md section 6), with what was set by command in the place of what
// the file says; the names of such keys and tables are listed in `set_by_command`.
[[nodiscard]] Json config_json(const Config& config, const SettingsState& by_command);

}  // namespace lic::api
