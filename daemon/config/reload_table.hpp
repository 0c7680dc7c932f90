#pragma once
// When a changed key of smart-agent.toml is taken: by a reload, or only at the next start. docs/configuration-reload.md
// is written from it.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config.hpp"

namespace lic {

enum class Taken { by_reload, at_start };

struct ReloadRow {
  std::string_view key;  // full name; "policy" stands for every key of [policy]
  Taken when;
  std::string_view note;  // what it means for what is under way; one sentence
};
[[nodiscard]] std::span<const ReloadRow> reload_rows();
// Nothing for a key that no row knows.
[[nodiscard]] const ReloadRow* reload_row_of(std::string_view key);

// Keys that say something else in `now` than in `before`, or stand in only one of them, in the order of names.
[[nodiscard]] std::vector<std::string> changed_keys(const WrittenKeys& before, const WrittenKeys& now, Taken when);

// What holds after a reload: of `read` what a reload takes, of `running` everything else.
[[nodiscard]] Config with_reloaded_keys(const Config& running, const ConfigOutcome& read);

}  // namespace lic
