// The lock by which a state directory belongs to one running lab.
#pragma once

#include "tests/lab/result.hpp"

#include <filesystem>

namespace ssm_lab {

class DirectoryLock {
public:
  // Fails with a sentence if another process, or another Lab of this one, holds it.
  [[nodiscard]] static Result<DirectoryLock> take(const std::filesystem::path& directory);
  DirectoryLock() = default;
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace ssm_lab
