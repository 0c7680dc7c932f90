#pragma once
// The one bounded JSON parser of the CLI and checked readers: nothing here throws, whatever the text holds.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lic::cli {

using Json = nlohmann::ordered_json;

inline constexpr std::size_t kJsonBytesMax = 64U << 20U;
inline constexpr int kJsonDepthMax = 32;  // deeper text overflows the stack of the library on copy and dump

// Nothing for text that is not JSON, too long or too deep.
[[nodiscard]] std::optional<Json> parse_json(std::string_view text);

// `path` names nested members: "registration.last_attempt.at". A member that is missing, null or of another type is
// nothing (or false, or an empty list).
[[nodiscard]] const Json& member_at(const Json& object,
                                    std::string_view path);  // null if missing; lives as long as `object`
[[nodiscard]] std::optional<std::string> text_at(const Json& object, std::string_view path);
[[nodiscard]] std::optional<std::int64_t> count_at(const Json& object, std::string_view path);
[[nodiscard]] std::optional<bool> flag_at(const Json& object, std::string_view path);
[[nodiscard]] const Json& list_at(const Json& object, std::string_view path);
[[nodiscard]] const Json& list_at(Json&& object, std::string_view path) = delete;

// Indented as people read it.
[[nodiscard]] std::string pretty(const Json& value);
// A scalar as it is shown in text: null is "None".
[[nodiscard]] std::string scalar_text(const Json& value);

}  // namespace lic::cli
