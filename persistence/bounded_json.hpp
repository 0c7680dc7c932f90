#pragma once
// The one place of persistence where text becomes JSON: size, depth and form are checked before anything else sees it.

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lic {

inline constexpr std::size_t kJsonBytesMax = 4 * 1024 * 1024;
inline constexpr int kJsonDepthMax = 32;

struct ParsedJson {
  nlohmann::json value;
  std::string failure;  // empty = good
};
[[nodiscard]] ParsedJson parse_bounded(std::string_view text);

// JSON strings hold UTF-8 only, a serial number read from a machine may be anything. Such text is stored as
// {"hex": "..."}, so that what is loaded equals what was saved.
[[nodiscard]] nlohmann::json text_to_json(std::string_view text);
[[nodiscard]] std::optional<std::string> text_from_json(const nlohmann::json& value);

}  // namespace lic
