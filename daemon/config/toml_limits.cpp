#include "daemon/config/toml_limits.hpp"

#include <string_view>

namespace lic {
namespace {

// The end of the string that starts at `begin` (one past its closing quote), or of its line if it never closes:
// brackets in strings do not nest. Multi-line strings may contain line ends.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const bool multi_line = text.substr(begin, 3) == std::string(3, quote);
  const std::size_t closing_length = multi_line ? 3 : 1;
  for (std::size_t at = begin + closing_length; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text[at] == '\n' && !multi_line) {
      return at;
    } else if (text.substr(at, closing_length) == std::string(closing_length, quote)) {
      return at + closing_length;
    }
  }
  return text.size();
}

std::optional<TomlPlace> find_long_line(std::string_view text) {
  int line = 1;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin > kTomlLineBytesMax) return TomlPlace{line, 1};
    begin = end + 1;
    ++line;
  }
  return std::nullopt;
}

TomlPlace place_of(std::string_view text, std::size_t offset) {
  TomlPlace place;
  for (const char byte : text.substr(0, offset)) {
    place.column = byte == '\n' ? 1 : place.column + 1;
    if (byte == '\n') ++place.line;
  }
  return place;
}

std::optional<TomlPlace> find_deep_nesting(std::string_view text) {
  int depth = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const char byte = text[at];
    if (byte == '"' || byte == '\'') {
      at = end_of_string(text, at);
      continue;
    }
    if (byte == '#') at = std::min(text.find('\n', at), text.size() - 1);
    if (byte == '[' || byte == '{') ++depth;
    if ((byte == ']' || byte == '}') && depth > 0) --depth;
    if (depth > kTomlDepthMax) return place_of(text, at);
    ++at;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TomlLimitBreach> find_limit_breach(const std::string& text) {
  if (const auto place = find_long_line(text)) {
    return TomlLimitBreach{*place, "the line is longer than " + std::to_string(kTomlLineBytesMax) +
                                       " bytes; split the value over several lines"};
  }
  if (const auto place = find_deep_nesting(text)) {
    return TomlLimitBreach{
        *place, "brackets nest deeper than " + std::to_string(kTomlDepthMax) + " levels; close the ones that are open"};
  }
  return std::nullopt;
}

}  // namespace lic
