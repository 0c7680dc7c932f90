#include "daemon/product/line_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lic::product {

// What is there moves to the beginning.
void LineBuffer::move_to(std::size_t capacity) {
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  if (end_ > begin_) std::memcpy(larger.get(), bytes_.get() + begin_, end_ - begin_);
  bytes_ = std::move(larger);
  capacity_ = capacity;
  end_ -= begin_;
  scanned_ -= begin_;
  begin_ = 0;
}

std::span<char> LineBuffer::space() {
  // A long line was an exception; its memory goes back.
  if (capacity_ == 0 || (begin_ == end_ && capacity_ > kFirstBytes)) move_to(kFirstBytes);
  if (begin_ > 0) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    scanned_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_ && !is_too_long_) move_to(std::min(2 * capacity_, line_bytes_max_ + kFirstBytes));
  return {bytes_.get() + end_, capacity_ - end_};
}

std::optional<std::string_view> LineBuffer::next() {
  if (is_too_long_ || scanned_ == end_) return std::nullopt;
  const char* const from = bytes_.get() + scanned_;
  const void* const found = std::memchr(from, '\n', end_ - scanned_);
  const std::size_t line_end =
      found == nullptr ? end_ : scanned_ + static_cast<std::size_t>(static_cast<const char*>(found) - from);
  if (line_end - begin_ > line_bytes_max_) {
    is_too_long_ = true;
    return std::nullopt;
  }
  if (found == nullptr) {
    scanned_ = end_;
    return std::nullopt;
  }
  const std::string_view line(bytes_.get() + begin_, line_end - begin_);
  begin_ = line_end + 1;
  scanned_ = begin_;
  return line;
}

}  // namespace lic::product
