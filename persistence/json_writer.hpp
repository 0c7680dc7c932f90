#pragma once
// Turns structs into JSON. Each struct names its members once, for both directions (stored_types.hpp).

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agent/ids.hpp"
#include "agent/time.hpp"
#include "persistence/bounded_json.hpp"
#include "persistence/stored_names.hpp"
#include "persistence/stored_types.hpp"

namespace lic {

class JsonWriter {
public:
  template <class T>
  JsonWriter& operator()(std::string_view name, const T& value) {
    object_[std::string(name)] = to_json(value);
    return *this;
  }
  [[nodiscard]] nlohmann::json take() { return std::move(object_); }

  static nlohmann::json to_json(bool value) { return value; }
  static nlohmann::json to_json(StoredInteger auto value) { return static_cast<std::int64_t>(value); }
  static nlohmann::json to_json(const std::string& value) { return text_to_json(value); }
  static nlohmann::json to_json(StoredEnum auto value) { return std::string(stored_name(value)); }
  static nlohmann::json to_json(Millis value) { return static_cast<std::int64_t>(value.count()); }
  template <class Clock>
  static nlohmann::json to_json(std::chrono::time_point<Clock, Millis> value) {
    return to_json(value.time_since_epoch());
  }
  template <class Tag>
  static nlohmann::json to_json(const StringId<Tag>& value) {
    return to_json(value.value);
  }
  template <class T>
  static nlohmann::json to_json(const std::optional<T>& value) {
    return value ? to_json(*value) : nlohmann::json();
  }
  template <class T>
  static nlohmann::json to_json(const std::vector<T>& values) {
    return list_of(values);
  }
  template <class T, std::size_t size>
  static nlohmann::json to_json(const std::array<T, size>& values) {
    return list_of(values);
  }
  // A list of pairs, since keys are no plain text.
  template <class Key, class T>
  static nlohmann::json to_json(const std::map<Key, T>& values) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [key, value] : values) {
      nlohmann::json pair = nlohmann::json::array();
      pair.push_back(to_json(key));
      pair.push_back(to_json(value));
      list.push_back(std::move(pair));
    }
    return list;
  }
  template <class... Alternatives>
  static nlohmann::json to_json(const std::variant<Alternatives...>& value) {
    return std::visit(
        []<class T>(const T& alternative) {
          nlohmann::json object = to_json(alternative);
          object["is"] = std::string(kAlternativeName<T>);
          return object;
        },
        value);
  }
  template <StoredStruct T>
  static nlohmann::json to_json(const T& value) {
    JsonWriter writer;
    members(writer, value);
    return writer.take();
  }

private:
  static nlohmann::json list_of(const auto& values) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& value : values) list.push_back(to_json(value));
    return list;
  }
  nlohmann::json object_ = nlohmann::json::object();
};

}  // namespace lic
