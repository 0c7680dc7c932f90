#include "tests/lab/json_text.hpp"

#include <limits>

namespace ssm_lab {
namespace {

// Depth is judged before parsing: nlohmann_json parses any depth and overflows the stack when the value is copied.
bool is_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (in_string) {
      if (letter == '\\') ++at;
      if (letter == '"') in_string = false;
      continue;
    }
    if (letter == '"') in_string = true;
    if (letter == '[' || letter == '{') ++depth;
    if (letter == ']' || letter == '}') --depth;
    if (depth > kJsonDepthMax) return true;
  }
  return false;
}

bool has_long_string(const Json& value, std::string_view long_member) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() > kStringBytesMax;
  if (value.is_array()) {
    for (const Json& element : value) {
      if (has_long_string(element, long_member)) return true;
    }
  }
  if (value.is_object()) {
    for (auto member = value.begin(); member != value.end(); ++member) {
      if (member.key().size() > kStringBytesMax) return true;
      if (member.value().is_string() && member.key() == long_member) continue;
      if (has_long_string(member.value(), long_member)) return true;
    }
  }
  return false;
}

const Json* find_member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

Result<Json> parse_object(std::string_view text, std::string_view long_member) {
  if (text.size() > kBodyBytesMax) return failure("limit body: more than 1 MiB");
  if (is_too_deep(text)) return failure("limit depth: deeper than 32");
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return failure("not JSON");
  if (!value.is_object()) return failure("not a JSON object");
  if (has_long_string(value, long_member)) return failure("limit string: longer than 64 KiB");
  return value;
}

std::string to_text(const OrderedJson& value) {
  return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string to_text(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::optional<std::string> read_string(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return member->get_ref<const std::string&>();
}

std::optional<std::int64_t> read_integer(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  if (member == nullptr || !member->is_number_integer()) return std::nullopt;
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (member->is_number_unsigned() && member->get<std::uint64_t>() > kMax) return std::nullopt;
  return member->get<std::int64_t>();
}

std::optional<bool> read_bool(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  if (member == nullptr || !member->is_boolean()) return std::nullopt;
  return member->get<bool>();
}

const Json* find_object(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  return member != nullptr && member->is_object() ? member : nullptr;
}

const Json* find_array(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  return member != nullptr && member->is_array() ? member : nullptr;
}

bool has_value(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  return member != nullptr && !member->is_null();
}

OrderedJson or_null(const std::optional<std::string>& text) { return text ? OrderedJson(*text) : OrderedJson(nullptr); }

OrderedJson or_null(const std::optional<std::int64_t>& number) {
  return number ? OrderedJson(*number) : OrderedJson(nullptr);
}

}  // namespace ssm_lab
