#include "transport/codec/object_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace lic {
namespace {

constexpr std::int64_t kLatestMillis = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

}  // namespace

ObjectReader::ObjectReader(const Json& object, std::string name) : name_(std::move(name)) {
  if (object.is_object())
    object_ = &object;
  else
    blame(name_ + " is not an object");
}

const Json* ObjectReader::find(const char* member) const {
  if (object_ == nullptr) return nullptr;
  const auto place = object_->find(member);
  return place == object_->end() || place->is_null() ? nullptr : &*place;
}

void ObjectReader::blame(const std::string& text) {
  if (!problem_) problem_ = text;
}

void ObjectReader::blame_type(const char* member, const char* wanted) {
  blame(name_ + "." + member + " is not " + wanted);
}

std::optional<std::string> ObjectReader::text(const char* member) {
  const Json* const value = find(member);
  if (value == nullptr) return std::nullopt;
  if (const auto* const string = value->get_ptr<const Json::string_t*>()) return *string;
  blame_type(member, "a string");
  return std::nullopt;
}

std::string ObjectReader::text_or_empty(const char* member) { return text(member).value_or(std::string{}); }

std::string ObjectReader::required_text(const char* member) {
  std::string value = text_or_empty(member);
  if (value.empty()) blame(name_ + "." + member + " is missing");
  return value;
}

std::optional<std::int64_t> ObjectReader::integer(const char* member) {
  const Json* const value = find(member);
  if (value == nullptr) return std::nullopt;
  if (const auto* const number = value->get_ptr<const Json::number_unsigned_t*>()) {
    if (*number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return static_cast<std::int64_t>(*number);
  } else if (const auto* const signed_number = value->get_ptr<const Json::number_integer_t*>()) {
    return *signed_number;
  }
  blame_type(member, "a 64-bit integer");
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::quantity(const char* member) {
  const auto number = integer(member);
  if (number && *number < 0) {
    blame(name_ + "." + member + " is below 0");
    return std::nullopt;
  }
  return number;
}

std::optional<bool> ObjectReader::flag(const char* member) {
  const Json* const value = find(member);
  if (value == nullptr) return std::nullopt;
  if (const auto* const boolean = value->get_ptr<const Json::boolean_t*>()) return *boolean;
  blame_type(member, "true or false");
  return std::nullopt;
}

std::optional<WallTime> ObjectReader::moment(const char* member) {
  const auto millis = integer(member);
  if (!millis) return std::nullopt;
  if (*millis >= 0 && *millis <= kLatestMillis) return WallTime{Millis{*millis}};
  blame_type(member, "a time in milliseconds");
  return std::nullopt;
}

std::optional<Millis> ObjectReader::seconds(const char* member, Millis longest) {
  const auto number = integer(member);
  if (!number || *number <= 0) return std::nullopt;
  const std::int64_t longest_seconds = std::chrono::duration_cast<std::chrono::seconds>(longest).count();
  return std::min(*number, longest_seconds) * kSecond;
}

const Json* ObjectReader::array(const char* member) {
  const Json* const value = find(member);
  if (value == nullptr || value->is_array()) return value;
  blame_type(member, "a list");
  return nullptr;
}

const Json* ObjectReader::object(const char* member) {
  const Json* const value = find(member);
  if (value == nullptr || value->is_object()) return value;
  blame_type(member, "an object");
  return nullptr;
}

}  // namespace lic
