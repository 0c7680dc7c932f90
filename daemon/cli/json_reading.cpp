#include "daemon/cli/json_reading.hpp"

namespace lic::cli {
namespace {

const Json kNull = nullptr;
const Json kEmptyList = Json::array();

}  // namespace

std::optional<Json> parse_json(std::string_view text) {
  if (text.size() > kJsonBytesMax) return std::nullopt;
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, Json::parse_event_t, Json&) {
    if (depth > kJsonDepthMax) too_deep = true;
    return !too_deep;
  };
  Json value = Json::parse(text, watch_depth, false);
  if (value.is_discarded() || too_deep) return std::nullopt;
  return value;
}

const Json& member_at(const Json& object, std::string_view path) {
  const Json* here = &object;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string name{path.substr(0, dot)};
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    if (!here->is_object()) return kNull;
    const auto found = here->find(name);
    if (found == here->end()) return kNull;
    here = &*found;
  }
  return *here;
}

std::optional<std::string> text_at(const Json& object, std::string_view path) {
  const Json& value = member_at(object, path);
  if (!value.is_string()) return std::nullopt;
  return value.get_ref<const std::string&>();
}

std::optional<std::int64_t> count_at(const Json& object, std::string_view path) {
  const Json& value = member_at(object, path);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

std::optional<bool> flag_at(const Json& object, std::string_view path) {
  const Json& value = member_at(object, path);
  if (!value.is_boolean()) return std::nullopt;
  return value.get<bool>();
}

const Json& list_at(const Json& object, std::string_view path) {
  const Json& value = member_at(object, path);
  return value.is_array() ? value : kEmptyList;
}

std::string pretty(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

std::string scalar_text(const Json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return text.empty() ? "None" : text;
  }
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lic::cli
