#pragma once
// What holds: what was set by command, else what the files say (interfaces.md section 6).

#include "agent/settings_sections.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// Lives as long as its two sources do, unchanged.
[[nodiscard]] inline const TransportSettings& effective_transport(const SettingsState& by_command,
                                                                  const Config& config) {
  return by_command.transport ? *by_command.transport : config.transport;
}

[[nodiscard]] inline bool effective_hostname_privacy(const SettingsState& by_command, const Config& config) {
  return by_command.hostname_privacy.value_or(config.hostname_privacy);
}

}  // namespace lic
