#pragma once
// Text for a screen of 80 columns: labelled fields, wrapped paragraphs, tables.

#include <string>
#include <string_view>
#include <vector>

namespace lic::cli {

inline constexpr std::size_t kScreenColumns = 80;

// Control characters become spaces, so that a text from elsewhere can neither break a line nor steer a terminal.
[[nodiscard]] std::string printable(std::string_view text);

// Grows line by line; every line fits the screen.
class Page {
public:
  // The vendor's block title: the text, underlined with '='.
  void title(std::string_view text);
  // One line or more; following lines are indented by `indent` + 2 more.
  void line(std::size_t indent, std::string_view text);
  // "Label: value", wrapped with a hanging indent.
  void field(std::size_t indent, std::string_view label, std::string_view value);
  void blank();
  // Already laid out lines, for tables.
  void raw(std::string_view lines);

  [[nodiscard]] const std::string& text() const { return text_; }

private:
  std::string text_;
};

// `text` cut into lines of at most `width` characters, at spaces where possible; a longer word is cut behind a comma,
// slash, hyphen or underscore, else anywhere. Never empty.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// Columns as wide as their contents, two spaces between them. Numbers go to the right, except in the first column.
class Table {
public:
  explicit Table(std::vector<std::string> header);
  void add(std::vector<std::string> cells);  // as many as the header has
  // `gap` spaces between columns; the last column is not padded.
  [[nodiscard]] std::string text(std::size_t gap = 2) const;

private:
  std::vector<std::vector<std::string>> rows_;  // the header first
};

}  // namespace lic::cli
