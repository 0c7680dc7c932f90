// The state directory: can it be written, is there room, is it ours alone?
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "daemon/doctor/found.hpp"
#include "daemon/doctor/local_checks.hpp"

namespace lic::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDisk = "disk";
constexpr std::string_view kPermissions = "permissions";
constexpr std::size_t kProbeBytes = 4096;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr std::size_t kFilesMax = 10'000;

std::string reason(int error) { return std::system_category().message(error); }

// What the system refused, empty if nothing.
std::string write_and_remove(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (file < 0) return "cannot be made: " + reason(errno);
  const std::string block(kProbeBytes, 'x');
  std::string refused;
  const ssize_t written = ::write(file, block.data(), block.size());
  if (written < 0)
    refused = "cannot be written: " + reason(errno);
  else if (static_cast<std::size_t>(written) != block.size())
    refused = "cannot be written whole";
  else if (::fsync(file) != 0)
    refused = "does not reach the disk: " + reason(errno);
  (void)::close(file);
  if (::unlink(path.c_str()) != 0 && refused.empty()) refused = "cannot be removed: " + reason(errno);
  return refused;
}

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes / (1024 * 1024)) + " MiB"; }

// What is wrong with one place, empty if nothing. Links are judged by where they lead.
std::string problem_with(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return path + " cannot be looked at: " + reason(errno);
  if (facts.st_uid != ::geteuid()) return path + " belongs to another user (id " + std::to_string(facts.st_uid) + ")";
  if ((facts.st_mode & kOthers) != 0) return path + " is open to other users";
  return {};
}

}  // namespace

DiagnosisStep check_disk(const std::string& state_dir) {
  const std::string probe = state_dir + "/doctor-probe";
  if (const std::string refused = write_and_remove(probe); !refused.empty())
    return failed(kDisk, kCauseStorage,
                  {"the file " + probe + " " + refused,
                   "free space on the file system of " + state_dir + ", or have it mounted for writing"});
  struct statvfs room {};
  if (::statvfs(state_dir.c_str(), &room) != 0) return good(kDisk, state_dir + " can be written");
  const std::uint64_t free_bytes = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  const std::string text = state_dir + " can be written; " + mebibytes(free_bytes) + " are free";
  if (free_bytes >= kFreeBytesWarning) return good(kDisk, text);
  return warned(kDisk, {text, "free space on the file system of " + state_dir});
}

DiagnosisStep check_permissions(const std::string& state_dir) {
  const std::string keys = state_dir + "/keys";
  std::vector<std::string> places{state_dir, keys};
  std::error_code failure;
  for (fs::directory_iterator entry{keys, failure}, end; !failure && entry != end && places.size() < kFilesMax;
       entry.increment(failure))
    places.push_back(entry->path().string());
  for (const std::string& place : places) {
    const std::string problem = problem_with(place);
    if (problem.empty()) continue;
    return failed(kPermissions, kCauseStorage,
                  {problem, "give " + state_dir +
                                " and all in it to the agent's user alone: chown -R it, chmod 700 the "
                                "directories and 600 the files"});
  }
  return good(kPermissions, state_dir + " and its keys are the agent's alone");
}

}  // namespace lic::doctor
