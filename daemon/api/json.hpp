#pragma once
// JSON of the local API: the one bounded parser, the one writer, and a reader that checks every member.

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "agent/result.hpp"

namespace lic::api {

// Members keep the order in which they were written, so that people can read them.
using Json = nlohmann::ordered_json;

inline constexpr int kJsonDepthMax = 32;

// Error `invalid_argument` for anything but one JSON document of at most kJsonDepthMax levels.
[[nodiscard]] Result<Json> parse_json(std::string_view text);
// UTF-8 whatever the strings hold.
[[nodiscard]] std::string to_text(const Json& value);
// Valid UTF-8 in quotes, escaped.
void append_json_string(std::string& out, std::string_view text);

// Reads the members of one object. The first problem is kept and everything after it reads as absent; call finish()
// last: it also refuses members that nobody asked for.
class ObjectReader {
public:
  // `place` names the object in messages: "the body", "seats[3]".
  ObjectReader(const Json& value, std::string place);

  [[nodiscard]] std::optional<std::string> text(const char* name);
  [[nodiscard]] std::optional<bool> boolean(const char* name);
  [[nodiscard]] std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most);
  [[nodiscard]] std::optional<double> number(const char* name, double least, double most);  // also a fraction
  // The index of one of `words`.
  [[nodiscard]] std::optional<std::size_t> word(const char* name, std::span<const std::string_view> words);
  [[nodiscard]] const Json* array(const char* name);
  [[nodiscard]] const Json* object(const char* name);
  [[nodiscard]] std::string required_text(const char* name);
  [[nodiscard]] bool required_boolean(const char* name);
  [[nodiscard]] const Json* required_array(const char* name);

  // For problems that the caller finds itself.
  void refuse(std::string what);
  [[nodiscard]] Result<void> finish();

private:
  [[nodiscard]] const Json* member(const char* name);
  void wrong_type(const char* name, std::string_view wanted);
  const Json* object_ = nullptr;
  std::string place_;
  std::set<std::string_view> known_;
  std::optional<Error> problem_;
};

}  // namespace lic::api
