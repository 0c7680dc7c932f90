// Bounded JSON reading and ordered JSON writing: the only place of the lab that parses JSON text.
#pragma once

#include "tests/lab/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

// Input lives in a sorted map: the ordered one costs a linear search per member, which hostile input would exploit.
using Json = nlohmann::json;
// Output keeps the member order that wire.md gives.
using OrderedJson = nlohmann::ordered_json;

// wire.md, "Limits of every parser".
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr int kJsonDepthMax = 32;
inline constexpr std::size_t kStringBytesMax = 64 * 1024;

// Parses one JSON object within the limits above. The string member named `long_member` (at any level) may be as long
// as the body, because `request` and `request_data` are JSON texts themselves. Fails with a sentence otherwise.
[[nodiscard]] Result<Json> parse_object(std::string_view text, std::string_view long_member = {});

// One line, no insignificant white space; invalid UTF-8 is replaced rather than failing.
[[nodiscard]] std::string to_text(const OrderedJson& value);
[[nodiscard]] std::string to_text(const Json& value);

// Checked readers: nothing if the member is missing, null or of another type. `object` may be any JSON value.
[[nodiscard]] std::optional<std::string> read_string(const Json& object, const char* name);
[[nodiscard]] std::optional<std::int64_t> read_integer(const Json& object, const char* name);
[[nodiscard]] std::optional<bool> read_bool(const Json& object, const char* name);
// Pointers into `object`, null if there is no such member of that type.
[[nodiscard]] const Json* find_object(const Json& object, const char* name);
[[nodiscard]] const Json* find_array(const Json& object, const char* name);
[[nodiscard]] bool has_value(const Json& object, const char* name);

// null for nothing, so that unused members are written out (wire.md P0).
[[nodiscard]] OrderedJson or_null(const std::optional<std::string>& text);
[[nodiscard]] OrderedJson or_null(const std::optional<std::int64_t>& number);

}  // namespace ssm_lab
