#pragma once
// Bytes as they come, lines as they go: nothing is looked at twice, and a line is one piece of memory.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace lic::product {

class LineBuffer {
public:
  static constexpr std::size_t kFirstBytes = 64 * 1024;

  explicit LineBuffer(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  // Where the next bytes go; never empty unless is_too_long(). Makes lines that were given out invalid.
  [[nodiscard]] std::span<char> space();
  void add(std::size_t count) { end_ += count; }
  // The next whole line without its end.
  [[nodiscard]] std::optional<std::string_view> next();
  // Bytes of a line that has not ended, after next() gave nothing.
  [[nodiscard]] bool has_half_line() const { return begin_ < end_; }
  // The line that begins here is longer than allowed; there is no next one.
  [[nodiscard]] bool is_too_long() const { return is_too_long_; }

private:
  void move_to(std::size_t capacity);

  std::size_t line_bytes_max_;
  std::unique_ptr<char[]> bytes_;  // not filled with zeros: an idle connection costs no memory but an address
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;    // of the first line that was not given out
  std::size_t scanned_ = 0;  // there is no line end from begin_ to here
  std::size_t end_ = 0;
  bool is_too_long_ = false;
};

}  // namespace lic::product
