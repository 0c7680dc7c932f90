#pragma once
// The keys of smart-agent.toml (interfaces.md section 6), one table a section. [policy] has its own file.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/config/config.hpp"
#include "daemon/config/key_rule.hpp"

namespace lic {

// What the files say before catalog and defaults are filled in.
struct ConfigDraft {
  Config config;
  std::string catalog;
  std::optional<std::int64_t> max_seats;
  UsageMode usage_mode = UsageMode::production;
  bool high_availability = false;
  LicensingMode first_mode = LicensingMode::smart;
  bool workforce_optimization = false;
  std::optional<Millis> product_lease;
};

struct ConfigSection {
  std::string_view name;  // "log.components" is a table within [log]
  std::span<const KeyRule<ConfigDraft>> rules;
};

[[nodiscard]] std::span<const ConfigSection> config_sections();

// Keys and sections that interfaces.md names and this version does not build.
[[nodiscard]] std::span<const std::string_view> later_keys();

}  // namespace lic
