#include "tests/lab/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace ssm_lab {

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory) {
  DirectoryLock lock(::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.descriptor_ < 0) return failure("cannot write to " + directory.string());
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return failure(directory.string() + " is in use by another ssm-lab");
  }
  return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace ssm_lab
