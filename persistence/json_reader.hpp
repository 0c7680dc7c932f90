#pragma once
// Turns JSON into structs. Each struct names its members once, for both directions (stored_types.hpp). Reading is
// checked: a missing member, a wrong type, a number out of range or an unknown text ends it, with the place where it
// happened. Unknown further members are ignored, so that a later version may add some.

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

// Reads one object. The first failure is kept in `failure` ("member a.b is missing"); after it nothing is read any
// more.
class JsonReader {
public:
  JsonReader(const nlohmann::json& object, std::string place, std::string& failure)
      : object_(object), place_(std::move(place)), failure_(failure) {}

  template <class T>
  JsonReader& operator()(std::string_view name, T& value) {
    if (!failure_.empty()) return *this;
    const std::string place = place_.empty() ? std::string(name) : place_ + "." + std::string(name);
    const auto found = object_.find(name);
    if (found == object_.end()) {
      fail(place, "is missing");
    } else {
      read(*found, value, place);
    }
    return *this;
  }

  template <StoredStruct T>
  void read(const nlohmann::json& json, T& value, const std::string& place) {
    if (!json.is_object()) return fail(place, "is not an object");
    JsonReader nested(json, place, failure_);
    members(nested, value);
  }

private:
  using Place = const std::string&;
  using Json = const nlohmann::json&;

  void fail(Place place, std::string_view reason) {
    if (failure_.empty()) failure_ = (place.empty() ? "the section" : "member " + place) + " " + std::string(reason);
  }

  void read(Json json, bool& value, Place place) {
    const auto* found = json.get_ptr<const bool*>();
    if (found == nullptr) return fail(place, "is not true or false");
    value = *found;
  }
  void read(Json json, StoredInteger auto& value, Place place) {
    using Wanted = std::remove_reference_t<decltype(value)>;
    std::int64_t found = 0;
    if (!integer(json, found) || !std::in_range<Wanted>(found)) return fail(place, "is not a number in range");
    value = static_cast<Wanted>(found);
  }
  void read(Json json, std::string& value, Place place) {
    auto text = text_from_json(json);
    if (!text) return fail(place, "is not text");
    value = *std::move(text);
  }
  template <StoredEnum T>
  void read(Json json, T& value, Place place) {
    const auto* text = json.get_ptr<const std::string*>();
    const auto found = text != nullptr ? enumerator_named<T>(*text) : std::nullopt;
    if (!found) return fail(place, "has an unknown value");
    value = *found;
  }
  void read(Json json, Millis& value, Place place) {
    std::int64_t count = 0;
    read(json, count, place);
    value = Millis{count};
  }
  template <class Clock>
  void read(Json json, std::chrono::time_point<Clock, Millis>& value, Place place) {
    Millis since_epoch{0};
    read(json, since_epoch, place);
    value = std::chrono::time_point<Clock, Millis>{since_epoch};
  }
  template <class Tag>
  void read(Json json, StringId<Tag>& value, Place place) {
    read(json, value.value, place);
  }
  template <class T>
  void read(Json json, std::optional<T>& value, Place place) {
    value.reset();
    if (!json.is_null()) read(json, value.emplace(), place);
  }
  template <class T>
  void read(Json json, std::vector<T>& values, Place place) {
    if (!json.is_array()) return fail(place, "is not a list");
    values.clear();
    values.reserve(json.size());
    for (const auto& element : json) read(element, values.emplace_back(), element_place(place, values.size()));
  }
  template <class T, std::size_t size>
  void read(Json json, std::array<T, size>& values, Place place) {
    if (!json.is_array() || json.size() != size) return fail(place, "is not a list of the right length");
    std::size_t index = 0;
    for (const auto& element : json) {
      read(element, values[index], element_place(place, index + 1));
      ++index;
    }
  }
  template <class Key, class T>
  void read(Json json, std::map<Key, T>& values, Place place) {
    if (!json.is_array()) return fail(place, "is not a list");
    values.clear();
    for (const auto& pair : json) {
      const std::string pair_place = element_place(place, values.size() + 1);
      if (!pair.is_array() || pair.size() != 2) return fail(pair_place, "is not a pair");
      Key key{};
      T value{};
      read(pair.front(), key, pair_place);
      read(pair.back(), value, pair_place);
      if (!values.emplace(std::move(key), std::move(value)).second) return fail(pair_place, "is there twice");
    }
  }
  template <class... Alternatives>
  void read(Json json, std::variant<Alternatives...>& value, Place place) {
    if (!json.is_object()) return fail(place, "is not an object");
    const auto found = json.find("is");
    const auto* name = found != json.end() ? found->template get_ptr<const std::string*>() : nullptr;
    if (name == nullptr) return fail(place + ".is", "is missing");
    const bool known = ((*name == kAlternativeName<Alternatives> &&
                         (read(json, value.template emplace<Alternatives>(), place), true)) ||
                        ...);
    if (!known) fail(place + ".is", "has an unknown value");
  }

  static bool integer(Json json, std::int64_t& value);
  static std::string element_place(Place place, std::size_t number) {
    return place + "[" + std::to_string(number) + "]";
  }

  const nlohmann::json& object_;
  std::string place_;
  std::string& failure_;
};

inline bool JsonReader::integer(Json json, std::int64_t& value) {
  if (const auto* large = json.get_ptr<const std::uint64_t*>()) {
    if (!std::in_range<std::int64_t>(*large)) return false;
    value = static_cast<std::int64_t>(*large);
    return true;
  }
  if (const auto* number = json.get_ptr<const std::int64_t*>()) {
    value = *number;
    return true;
  }
  return false;
}

// The whole of `json` into `value`; what is wrong with it, or nothing.
template <StoredStruct T>
[[nodiscard]] std::string read_json(const nlohmann::json& json, T& value) {
  std::string failure;
  JsonReader(json, {}, failure).read(json, value, {});
  return failure;
}

}  // namespace lic
