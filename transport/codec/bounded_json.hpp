#pragma once
// The one JSON parser for bytes from SSM: bounded in size, depth and string length, duplicate members refused (wire.md,
// limits). Never throws.

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

using Json = nlohmann::json;

inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr std::size_t kJsonDepthMax = 32;
inline constexpr std::size_t kStringBytesMax = 64 * 1024;

// `resource_exhausted` when a limit is passed, `invalid_argument` when a member comes twice,
// `data_corrupt` for anything that is not JSON; the text names the place.
[[nodiscard]] Result<Json> parse_bounded(std::string_view text);

}  // namespace lic
