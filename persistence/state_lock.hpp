#pragma once
// One daemon a state directory: a lock on `<state_dir>/lock` that the kernel drops when the process ends, however it
// ends.

#include <string>

#include "agent/result.hpp"
#include "persistence/file_descriptor.hpp"

namespace lic {

class StateLock {
public:
  // Makes the state directory (0700, one level) if it is missing. `failed_precondition` if another process holds the
  // lock (names its pid and the directory) or if others may change the directory; `storage` if the disk refuses.
  [[nodiscard]] static Result<StateLock> acquire(const std::string& state_dir);

private:
  explicit StateLock(FileDescriptor file) : file_(std::move(file)) {}
  FileDescriptor file_;
};

}  // namespace lic
