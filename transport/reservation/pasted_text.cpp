#include "transport/reservation/pasted_text.hpp"

#include <algorithm>
#include <utility>

namespace lic {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool is_quoted =
      text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return is_quoted ? trimmed(text.substr(1, text.size() - 2)) : text;
}

// CR LF, CR and LF are one line break each.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end = text.find_first_of("\r\n"); end != std::string_view::npos; end = text.find_first_of("\r\n")) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  lines.push_back(text);
  return lines;
}

// What is around line breaks; white space alone between two of them belongs to both.
std::vector<std::string_view> trimmed_lines(const std::vector<std::string_view>& lines) {
  std::vector<std::string_view> kept;
  for (const std::string_view line : lines)
    if (const std::string_view text = trimmed(line); !text.empty()) kept.push_back(text);
  return kept;
}

std::string joined(const std::vector<std::string_view>& lines, std::string_view between) {
  std::string text;
  for (const std::string_view& line : lines) {
    if (&line != &lines.front()) text += between;
    text += line;
  }
  return text;
}

}  // namespace

std::vector<std::string> readings_of(std::string_view pasted) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // of UTF-8: some editors begin a file with it
  if (pasted.starts_with(kByteOrderMark)) pasted.remove_prefix(kByteOrderMark.size());
  const std::string_view text = unquoted(trimmed(pasted));
  const std::vector<std::string_view> lines = lines_of(text);
  std::vector<std::string> readings{std::string(text)};
  if (lines.size() == 1) return readings;
  const std::vector<std::string_view> dense = trimmed_lines(lines);
  for (std::string reading : {joined(lines, ""), joined(dense, ""), joined(lines, " "), joined(dense, " ")})
    if (std::ranges::find(readings, reading) == readings.end()) readings.push_back(std::move(reading));
  return readings;
}

}  // namespace lic
