#include "daemon/api/json.hpp"

#include <array>
#include <sstream>
#include <utility>

namespace lic::api {

Result<Json> parse_json(std::string_view text) {
  bool is_too_deep = false;
  const auto watch = [&is_too_deep](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    if (depth > kJsonDepthMax) is_too_deep = true;
    return !is_too_deep;
  };
  Json value = Json::parse(text.begin(), text.end(), watch, false);
  if (is_too_deep) {
    return Error(ErrorCode::invalid_argument,
                 "the body is nested deeper than " + std::to_string(kJsonDepthMax) + " levels", "send a flat object");
  }
  if (value.is_discarded()) {
    return Error(ErrorCode::invalid_argument, "the body is not valid JSON", "send one JSON object in UTF-8");
  }
  return value;
}

std::string to_text(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::array<char, 16> kDigits{'0', '1', '2', '3', '4', '5', '6', '7',
                                         '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  out += '"';
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    } else {
      out += letter;
    }
  }
  out += '"';
}

ObjectReader::ObjectReader(const Json& value, std::string place) : place_(std::move(place)) {
  if (value.is_object()) {
    object_ = &value;
  } else {
    refuse(place_ + " is not a JSON object");
  }
}

const Json* ObjectReader::member(const char* name) {
  known_.insert(name);
  if (object_ == nullptr || problem_) return nullptr;
  const auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

void ObjectReader::refuse(std::string what) {
  if (!problem_) problem_ = Error(ErrorCode::invalid_argument, std::move(what), "correct the body and send it again");
}

void ObjectReader::wrong_type(const char* name, std::string_view wanted) {
  refuse("\"" + std::string(name) + "\" in " + place_ + " is not " + std::string(wanted));
}

std::optional<std::string> ObjectReader::text(const char* name) {
  const Json* value = member(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* string = value->get_ptr<const std::string*>()) return *string;
  wrong_type(name, "a string");
  return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(const char* name) {
  const Json* value = member(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* boolean = value->get_ptr<const bool*>()) return *boolean;
  wrong_type(name, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::integer(const char* name, std::int64_t least, std::int64_t most) {
  const Json* value = member(name);
  if (value == nullptr) return std::nullopt;
  const auto* number = value->get_ptr<const std::int64_t*>();
  // What does not fit into 63 bits is kept as unsigned by the parser, and is out of every range here.
  const auto* large = value->get_ptr<const std::uint64_t*>();
  const bool is_large = large != nullptr && *large > static_cast<std::uint64_t>(INT64_MAX);
  if (number != nullptr && !is_large && *number >= least && *number <= most) return *number;
  wrong_type(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<double> ObjectReader::number(const char* name, double least, double most) {
  const Json* value = member(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const double number = value->get<double>();
    if (number >= least && number <= most) return number;
  }
  std::ostringstream range;
  range << "a number from " << least << " to " << most;
  wrong_type(name, range.str());
  return std::nullopt;
}

std::optional<std::size_t> ObjectReader::word(const char* name, std::span<const std::string_view> words) {
  const Json* value = member(name);
  if (value == nullptr) return std::nullopt;
  const auto* text = value->get_ptr<const std::string*>();
  std::string known;
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (text != nullptr && *text == words[index]) return index;
    known += (index == 0 ? "\"" : ", \"") + std::string(words[index]) + "\"";
  }
  wrong_type(name, "one of " + known);
  return std::nullopt;
}

const Json* ObjectReader::object(const char* name) {
  const Json* value = member(name);
  if (value == nullptr || value->is_object()) return value;
  wrong_type(name, "an object");
  return nullptr;
}

const Json* ObjectReader::array(const char* name) {
  const Json* value = member(name);
  if (value == nullptr || value->is_array()) return value;
  wrong_type(name, "a list");
  return nullptr;
}

std::string ObjectReader::required_text(const char* name) {
  auto value = text(name);
  if (!value) refuse("\"" + std::string(name) + "\" is missing in " + place_);
  return value.value_or("");
}

bool ObjectReader::required_boolean(const char* name) {
  const auto value = boolean(name);
  if (!value) refuse("\"" + std::string(name) + "\" is missing in " + place_);
  return value.value_or(false);
}

const Json* ObjectReader::required_array(const char* name) {
  const Json* value = array(name);
  if (value == nullptr) refuse("\"" + std::string(name) + "\" is missing in " + place_);
  return value;
}

Result<void> ObjectReader::finish() {
  if (!problem_ && object_ != nullptr) {
    for (const auto& [name, value] : object_->items()) {
      if (known_.contains(name)) continue;
      refuse("unknown member \"" + name.substr(0, 64) + "\" in " + place_);
      break;
    }
  }
  if (problem_) return *problem_;
  return {};
}

}  // namespace lic::api
