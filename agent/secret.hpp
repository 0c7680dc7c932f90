#pragma once
// Text that must not leak: no operator<<, no ==, not copyable, wiped when it goes.

#include <string>
#include <string_view>
#include <utility>

namespace lic {

class Secret {
public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = std::move(other.text_);
      other.wipe();
    }
    return *this;
  }
  ~Secret() { wipe(); }

  // The only way to the text; call sites are easy to find and few.
  [[nodiscard]] std::string_view reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

private:
  void wipe() {
    volatile char* bytes = text_.data();
    for (std::size_t index = 0; index < text_.size(); ++index) bytes[index] = 0;
    text_.clear();
  }
  std::string text_;
};

}  // namespace lic
