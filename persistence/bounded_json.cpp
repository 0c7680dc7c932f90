#include "persistence/bounded_json.hpp"

#include <array>

namespace lic {
namespace {

using nlohmann::json;

// Length of the UTF-8 sequence at the front of `text`; 0 if there is no valid one (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at)
    if ((byte(at) & 0xc0U) != 0x80U) return 0;
  const unsigned second = byte(1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string to_hex(std::string_view text) {
  std::string hex;
  hex.reserve(text.size() * 2);
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    hex += kHexDigits[byte >> 4U];
    hex += kHexDigits[byte & 0xfU];
  }
  return hex;
}

std::optional<std::string> from_hex(const std::string& hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    const std::size_t high = kHexDigits.find(hex[at]);
    const std::size_t low = kHexDigits.find(hex[at + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    text += static_cast<char>(high * 16 + low);
  }
  return text;
}

}  // namespace

ParsedJson parse_bounded(std::string_view text) {
  if (text.size() > kJsonBytesMax) return {json(), "is larger than " + std::to_string(kJsonBytesMax) + " bytes"};
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, json::parse_event_t, const json&) {
    too_deep = too_deep || depth > kJsonDepthMax;
    return depth <= kJsonDepthMax;
  };
  json value = json::parse(text, watch_depth, false);
  if (too_deep) return {json(), "is nested deeper than " + std::to_string(kJsonDepthMax)};
  if (value.is_discarded()) return {json(), "is not JSON"};
  return {std::move(value), {}};
}

json text_to_json(std::string_view text) {
  if (is_utf8(text)) return json(std::string(text));
  json encoded = json::object();
  encoded["hex"] = to_hex(text);
  return encoded;
}

std::optional<std::string> text_from_json(const json& value) {
  if (const auto* text = value.get_ptr<const std::string*>()) return *text;
  if (!value.is_object() || value.size() != 1) return std::nullopt;
  const auto hex = value.find("hex");
  if (hex == value.end() || !hex->is_string()) return std::nullopt;
  return from_hex(*hex->get_ptr<const std::string*>());
}

}  // namespace lic
