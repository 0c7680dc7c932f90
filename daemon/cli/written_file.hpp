#pragma once
// A file that is written whole or not at all, and that only this user may read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/cli/problem.hpp"

namespace lic::cli {

// Until keep() it lies beside under the name with ".unfinished" behind it; that goes with this object.
class WrittenFile {
public:
  // A problem if `path` is there and `replaces` is not set, or if nothing can be written beside it.
  [[nodiscard]] static Outcome<WrittenFile> begin(std::string path, bool replaces);
  WrittenFile(WrittenFile&& other) noexcept;
  WrittenFile& operator=(WrittenFile&&) = delete;
  WrittenFile(const WrittenFile&) = delete;
  WrittenFile& operator=(const WrittenFile&) = delete;
  ~WrittenFile();

  // False: the disk refuses.
  [[nodiscard]] bool append(std::string_view bytes);
  // Why append() was refused; nothing if it was not.
  [[nodiscard]] std::optional<Problem> why_refused() const;
  // Makes it durable under its name.
  [[nodiscard]] Outcome<void> keep();
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

private:
  explicit WrittenFile(std::string path) : path_(std::move(path)), unfinished_(path_ + ".unfinished") {}
  [[nodiscard]] Problem refused(int reason) const;

  std::string path_;
  std::string unfinished_;
  int file_ = -1;
  int failure_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace lic::cli
