#include "persistence/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "persistence/file_descriptor.hpp"
#include "persistence/private_directory.hpp"

namespace lic {
namespace {

Error refused_by_disk(std::string_view doing, const std::string& path) {
  return Error(ErrorCode::storage, "cannot " + std::string(doing) + " " + path + ": " + std::strerror(errno),
               "check free space, permissions and health of the disk; the agent tries again");
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> check_is_private(const std::string& path, const struct stat& found) {
  if (!S_ISREG(found.st_mode)) return Error(ErrorCode::data_corrupt, path + " is not a file", "move it away");
  if (found.st_uid != ::geteuid())
    return Error(ErrorCode::failed_precondition, path + " belongs to user " + std::to_string(found.st_uid),
                 "chown it to the user the agent runs as");
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error(ErrorCode::failed_precondition, path + " may be read or written by others",
                 "chmod 600 " + path + "; if somebody may have read it, deregister and register again");
  return {};
}

// Reads up to the end; false if reading fails or there is more than `text` holds.
bool read_all(int file, std::string& text) {
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t count = ::read(file, text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  char more = 0;
  const bool complete = ::read(file, &more, 1) == 0;
  text.resize(filled);
  return complete;
}

}  // namespace

Result<void> write_private_file(const std::string& directory, const std::string& name, std::string_view bytes) {
  const std::string path = directory + "/" + name;
  const std::string unfinished = path + std::string(kUnfinishedSuffix);
  // A leftover of a crash may have been readable by others; start from a new file.
  ::unlink(unfinished.c_str());
  FileDescriptor file(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return refused_by_disk("create", unfinished);
  if (!write_all(file.number(), bytes) || ::fsync(file.number()) != 0 ||
      ::rename(unfinished.c_str(), path.c_str()) != 0) {
    auto failure = refused_by_disk("write", path);
    (void)destroy_private_file(directory, name + std::string(kUnfinishedSuffix));
    return failure;
  }
  return sync_directory(directory);
}

Result<Secret> read_private_file(const std::string& path, std::size_t bytes_max) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open() && errno == ENOENT) return Error(ErrorCode::not_found, "there is no " + path);
  struct stat found {};
  if (!file.is_open() || ::fstat(file.number(), &found) != 0)
    return Error(ErrorCode::data_corrupt, "cannot open " + path + ": " + std::strerror(errno),
                 "make it a plain file, mode 0600, owned by the user the agent runs as");
  if (auto is_private = check_is_private(path, found); !is_private) return is_private.error();

  const auto size = static_cast<std::size_t>(std::max<off_t>(found.st_size, 0));
  std::string text(std::min(size, bytes_max), '\0');
  const bool complete = read_all(file.number(), text);
  Secret secret(std::move(text));  // from here on it is wiped, also when it is no good
  if (!complete || secret.empty())
    return Error(ErrorCode::data_corrupt, path + " is empty, too large or unreadable",
                 "restore it from a backup, or register again");
  return secret;
}

Result<void> destroy_private_file(const std::string& directory, const std::string& name) {
  const std::string path = directory + "/" + name;
  // Best effort on file systems that copy on write; what counts is that the name is gone.
  if (const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)); file.is_open()) {
    struct stat found {};
    if (::fstat(file.number(), &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0) {
      const std::string zeros(static_cast<std::size_t>(std::min<off_t>(found.st_size, 65536)), '\0');
      if (write_all(file.number(), zeros)) (void)::fsync(file.number());
    }
  }
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return refused_by_disk("remove", path);
  return sync_directory(directory);
}

}  // namespace lic
