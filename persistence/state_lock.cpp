#include "persistence/state_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "persistence/private_directory.hpp"

namespace lic {
namespace {

// The pid the holder wrote; it may still be about to write it.
std::string holder_of(int file) {
  std::array<char, 32> text{};
  const ssize_t length = ::pread(file, text.data(), text.size(), 0);
  std::string pid;
  for (ssize_t at = 0;
       at < length && text[static_cast<std::size_t>(at)] >= '0' && text[static_cast<std::size_t>(at)] <= '9'; ++at)
    pid += text[static_cast<std::size_t>(at)];
  return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

Result<StateLock> StateLock::acquire(const std::string& state_dir) {
  if (auto ready = ensure_private_directory(state_dir); !ready) return ready.error();
  const std::string path = state_dir + "/lock";
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open())
    return Error(ErrorCode::storage, "cannot open " + path + ": " + std::strerror(errno),
                 "make the state directory and its files owned and writable by the user the agent runs as");
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return Error(
          ErrorCode::failed_precondition,
          "the state directory " + state_dir + " is in use by " + holder_of(file.number()),
          "stop that agent (systemctl stop smart-agentd.socket smart-agentd), or give this one a state directory "
          "of its own");
    return Error(ErrorCode::storage, "cannot lock " + path + ": " + std::strerror(errno),
                 "keep the state directory on a local file system");
  }
  // The pid is for people; the lock holds without it, so a full disk does not matter here.
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file.number(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file.number(), pid.data(), pid.size(), 0);
  }
  return StateLock(std::move(file));
}

}  // namespace lic
