#include "daemon/cli/written_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace lic::cli {

Outcome<WrittenFile> WrittenFile::begin(std::string path, bool replaces) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0 && !(replaces && S_ISREG(found.st_mode)))
    return Problem{kExitWrongState, "already_exists", path + " is there already",
                   "name another file, or add --replace if it may go"};
  WrittenFile made(std::move(path));
  ::unlink(made.unfinished_.c_str());
  made.file_ = ::open(made.unfinished_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made.file_ < 0) return made.refused(errno);
  return Outcome<WrittenFile>(std::move(made));
}

WrittenFile::WrittenFile(WrittenFile&& other) noexcept
    : path_(std::move(other.path_)),
      unfinished_(std::move(other.unfinished_)),
      file_(std::exchange(other.file_, -1)),
      failure_(other.failure_),
      bytes_(other.bytes_) {}

WrittenFile::~WrittenFile() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(unfinished_.c_str());
}

Problem WrittenFile::refused(int reason) const {
  return Problem{kExitStorage, "storage", path_ + " cannot be written: " + std::strerror(reason),
                 "name a file in a directory that this user may write to, with space enough"};
}

bool WrittenFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      failure_ = errno;
      return false;
    }
    bytes_ += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::optional<Problem> WrittenFile::why_refused() const {
  return failure_ == 0 ? std::nullopt : std::optional(refused(failure_));
}

Outcome<void> WrittenFile::keep() {
  if (::fsync(file_) != 0 || ::rename(unfinished_.c_str(), path_.c_str()) != 0) return refused(errno);
  ::close(std::exchange(file_, -1));
  const std::string parent = std::filesystem::path(path_).parent_path().string();
  const int directory = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    (void)::fsync(directory);
    ::close(directory);
  }
  return boost::system::in_place_value;
}

}  // namespace lic::cli
