#include "persistence/private_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "persistence/file_descriptor.hpp"

namespace lic {
namespace {

std::string octal(mode_t mode) {
  std::string text = "0";
  for (int shift = 6; shift >= 0; shift -= 3) text += static_cast<char>('0' + ((mode >> shift) & 7U));
  return text;
}

Result<void> check_directory(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    return Error(ErrorCode::storage, "cannot look at " + path + ": " + std::strerror(errno),
                 "make the directory and its parents accessible to the user the agent runs as");
  if (!S_ISDIR(found.st_mode))
    return Error(ErrorCode::failed_precondition, path + " is not a directory",
                 "move it away or name another directory");
  if (found.st_uid != ::geteuid())
    return Error(ErrorCode::failed_precondition,
                 path + " belongs to user " + std::to_string(found.st_uid) + ", the agent runs as user " +
                     std::to_string(::geteuid()),
                 "run the agent as the owner, or chown -R the directory to the user it runs as");
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return Error(ErrorCode::failed_precondition, path + " may be written by others (mode " + octal(found.st_mode) + ")",
                 "chmod 700 " + path);
  return {};
}

}  // namespace

Result<void> ensure_private_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    const auto parent = std::filesystem::path(path + "/.").parent_path().parent_path();
    return sync_directory(parent.empty() ? "." : parent.string());
  }
  if (errno != EEXIST)
    return Error(ErrorCode::storage, "cannot make the directory " + path + ": " + std::strerror(errno),
                 "make it by hand, mode 0700, owned by the user the agent runs as");
  return check_directory(path);
}

Result<void> sync_directory(const std::string& path) {
  const FileDescriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open() && ::fsync(directory.number()) == 0) return {};
  // Some parents may be entered but not read; then only the system can make the entry durable.
  if (!directory.is_open() && errno == EACCES) return {};
  return Error(ErrorCode::storage, "cannot make changes in " + path + " durable: " + std::strerror(errno),
               "check free space and health of the disk (kernel log)");
}

}  // namespace lic
