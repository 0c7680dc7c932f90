#pragma once
// Looks at the raw text of a TOML file before the parser does: it recurses once per bracket, so nesting is bounded
// first.

#include <optional>
#include <string>

#include "daemon/config/toml_tree.hpp"

namespace lic {

struct TomlLimitBreach {
  TomlPlace place;
  std::string text;
};

// The first place at which a line is too long or brackets nest too deep; nothing if the text may be parsed.
[[nodiscard]] std::optional<TomlLimitBreach> find_limit_breach(const std::string& text);

}  // namespace lic
