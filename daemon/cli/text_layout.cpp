#include "daemon/cli/text_layout.hpp"

#include <algorithm>
#include <utility>

namespace lic::cli {
namespace {

// Where to cut a word that is longer than a line.
std::size_t cut_of_long_word(std::string_view word, std::size_t width) {
  const std::size_t mark = word.substr(0, width).find_last_of(",/_-");
  return mark == std::string_view::npos || mark < width / 2 ? width : mark + 1;
}

bool is_number(const std::string& cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.-") == std::string::npos;
}

std::string padded(const std::string& cell, std::size_t width, bool to_the_right) {
  const std::string space(width - std::min(width, cell.size()), ' ');
  return to_the_right ? space + cell : cell + space;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string clean{text};
  std::ranges::replace_if(
      clean, [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; }, ' ');
  return clean;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  const std::string clean = printable(text);
  std::string_view rest = clean;
  std::vector<std::string> lines;
  while (rest.size() > width) {
    const std::size_t space = rest.substr(0, width + 1).find_last_of(' ');
    const bool at_space = space != std::string_view::npos && space > 0;
    const std::size_t length = at_space ? space : cut_of_long_word(rest, width);
    lines.emplace_back(rest.substr(0, length));
    rest.remove_prefix(at_space ? length + 1 : length);
  }
  lines.emplace_back(rest);
  return lines;
}

void Page::title(std::string_view text) {
  line(0, text);
  raw(std::string(text.size(), '=') + "\n");
}

void Page::line(std::size_t indent, std::string_view text) {
  const std::size_t hanging = indent + 2;
  bool first = true;
  const bool fits = indent + text.size() <= kScreenColumns;
  for (const std::string& part : wrapped(text, kScreenColumns - (fits ? indent : hanging))) {
    text_ += std::string(first ? indent : hanging, ' ') + part + "\n";
    first = false;
  }
}

void Page::field(std::size_t indent, std::string_view label, std::string_view value) {
  line(indent, std::string{label} + ": " + (value.empty() ? std::string{"None"} : std::string{value}));
}

void Page::blank() { text_ += "\n"; }

void Page::raw(std::string_view lines) { text_ += lines; }

Table::Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  cells.resize(rows_.front().size());
  rows_.push_back(std::move(cells));
}

std::string Table::text(std::size_t gap) const {
  const std::size_t columns = rows_.front().size();
  std::vector<std::size_t> widths(columns, 0);
  std::vector<bool> numbers(columns, rows_.size() > 1);
  for (const auto& row : rows_) {
    for (std::size_t column = 0; column < columns; ++column) {
      widths[column] = std::max(widths[column], row[column].size());
      if (&row != &rows_.front() && !is_number(row[column])) numbers[column] = false;
    }
  }
  numbers.front() = false;
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t column = 0; column < columns; ++column) {
      if (column > 0) line += std::string(gap, ' ');
      line += padded(row[column], widths[column], numbers[column]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace lic::cli
