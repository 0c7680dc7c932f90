#pragma once
// Text that must not leak: no operator<<, no ==, not copyable, wiped when it goes.

#include <string>
#include <string_view>
#include <utility>

namespace lic {

class Secret {
public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) { wipe(text); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe(text_);
      text_ = std::move(other.text_);
      wipe(other.text_);
    }
    return *this;
  }
  ~Secret() { wipe(text_); }

  // The only way to the text; call sites are easy to find and few.
  [[nodiscard]] std::string_view reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

private:
  // All of what it has room for: a short text stays in a string that it was moved from, whose size is 0 by then.
  static void wipe(std::string& text) {
    text.resize(text.capacity());
    volatile char* bytes = text.data();
    for (std::size_t index = 0; index < text.size(); ++index) bytes[index] = 0;
    text.clear();
  }
  std::string text_;
};

}  // namespace lic
