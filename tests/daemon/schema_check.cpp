#include "tests/daemon/schema_check.hpp"

#include <algorithm>

namespace lic::test {
namespace {

using api::Json;

bool is_of_type(const std::string& type, const Json& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

bool fits_type(const Json& type, const Json& value) {
  if (type.is_string()) return is_of_type(type.get<std::string>(), value);
  return std::ranges::any_of(type, [&value](const Json& one) { return is_of_type(one.get<std::string>(), value); });
}

std::string object_breach(const Json& whole, const Json& schema, const Json& value, const std::string& place) {
  for (const Json& name : schema.value("required", Json::array()))
    if (!value.contains(name.get<std::string>())) return place + " lacks " + name.get<std::string>();
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [name, member] : value.items()) {
    if (!properties.contains(name)) continue;
    const std::string breach = breach_of(whole, properties.at(name), member, place + "/" + name);
    if (!breach.empty()) return breach;
  }
  return {};
}

std::string combined_breach(const Json& whole, const Json& schema, const Json& value, const std::string& place) {
  for (const Json& part : schema.value("allOf", Json::array())) {
    const std::string breach = breach_of(whole, part, value, place);
    if (!breach.empty()) return breach;
  }
  if (!schema.contains("oneOf")) return {};
  const auto fitting = std::ranges::count_if(
      schema.at("oneOf"), [&](const Json& part) { return breach_of(whole, part, value, place).empty(); });
  return fitting == 1 ? std::string{} : place + " fits " + std::to_string(fitting) + " of oneOf";
}

}  // namespace

const Json& resolved(const Json& whole, const Json& value) {
  if (!value.contains("$ref")) return value;
  return whole.at(Json::json_pointer(value.at("$ref").get<std::string>().substr(1)));
}

std::vector<std::string> references_of(const Json& whole) {
  std::vector<std::string> found;
  if (whole.is_object() && whole.contains("$ref")) found.push_back(whole.at("$ref").get<std::string>());
  if (!whole.is_structured()) return found;
  for (const Json& part : whole) {
    const auto inner = references_of(part);
    found.insert(found.end(), inner.begin(), inner.end());
  }
  return found;
}

std::string breach_of(const Json& whole, const Json& asked, const Json& value, const std::string& place) {
  const Json& schema = resolved(whole, asked);
  if (schema.contains("type") && !fits_type(schema.at("type"), value)) return place + " is of another type";
  if (schema.contains("enum") && std::ranges::find(schema.at("enum"), value) == schema.at("enum").end())
    return place + " is none of its words";
  const std::string combined = combined_breach(whole, schema, value, place);
  if (!combined.empty()) return combined;
  if (value.is_object()) return object_breach(whole, schema, value, place);
  if (!value.is_array() || !schema.contains("items")) return {};
  for (std::size_t index = 0; index < value.size(); ++index) {
    const std::string breach = breach_of(whole, schema.at("items"), value[index], place + "/" + std::to_string(index));
    if (!breach.empty()) return breach;
  }
  return {};
}

}  // namespace lic::test
