#include "daemon/app/restore_command.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "daemon/api/problem.hpp"
#include "daemon/api_types/error_codes.hpp"
#include "daemon/app/machine_udi.hpp"
#include "daemon/backup/restore.hpp"
#include "daemon/clock.hpp"
#include "persistence/file_descriptor.hpp"

namespace lic {
namespace {

constexpr const char* kServiceUser = "smart-agent";

int fail(const Error& error, const RestoreOptions& options) {
  const std::string text =
      options.json ? api::problem(error).body
                   : "error: " + std::string(row_of(error.code).name) + ": " + error.what + "; " + error.remedy;
  const char* const over_progress = ::isatty(STDERR_FILENO) == 1 ? "\r\033[K" : "";
  std::fprintf(stderr, "%s%s\n", over_progress, text.c_str());
  return row_of(error.code).exit_code;
}

Error unreadable(const std::string& path) {
  return Error(ErrorCode::invalid_argument, path + " cannot be read: " + std::strerror(errno),
               "name a file that this user may read");
}

// At most `wanted` bytes; fewer at the end of the file.
Result<std::string> read_up_to(int file, std::size_t wanted, const std::string& path) {
  std::string text(wanted, '\0');
  std::size_t filled = 0;
  while (filled < wanted) {
    const ssize_t count = ::read(file, text.data() + filled, wanted - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return text;
}

// One line, outer white space removed, as smart-agentctl reads it for a backup.
Result<Secret> read_passphrase(const std::string& path) {
  const bool is_input = path == "-";
  FileDescriptor opened(is_input ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!is_input && !opened.is_open()) return unreadable(path);
  auto text = read_up_to(is_input ? STDIN_FILENO : opened.number(), 2 * backup::kPassphraseBytesMax, path);
  if (!text) return text.error();
  const Secret whole(std::move(*text));
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = whole.reveal().find_first_not_of(kSpace);
  if (first == std::string_view::npos)
    return Error(ErrorCode::invalid_argument, "there is no passphrase in " + (is_input ? "standard input" : path),
                 "give the passphrase that the backup was made with");
  const auto last = whole.reveal().find_last_not_of(kSpace);
  return Result<Secret>(Secret(std::string(whole.reveal().substr(first, last - first + 1))));
}

// The file, with progress for a person who watches.
class BackupFile {
public:
  static Result<BackupFile> open(const std::string& path) {
    BackupFile file;
    file.path_ = path;
    file.descriptor_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat found {};
    if (!file.descriptor_.is_open() || ::fstat(file.descriptor_.number(), &found) != 0) return unreadable(path);
    if (!S_ISREG(found.st_mode))
      return Error(ErrorCode::invalid_argument, path + " is not a file",
                   "name a file that 'smart-agentctl backup' made");
    if (static_cast<std::uint64_t>(found.st_size) > backup::kFileBytesMax)
      return Error(ErrorCode::invalid_argument, path + " is larger than any backup",
                   "name a file that 'smart-agentctl backup' made");
    file.bytes_ = std::max<off_t>(found.st_size, 1);
    return Result<BackupFile>(std::move(file));
  }

  [[nodiscard]] Result<std::string> read(std::size_t wanted) {
    auto text = read_up_to(descriptor_.number(), wanted, path_);
    if (text) show(read_ += static_cast<off_t>(text->size()));
    return text;
  }

private:
  void show(off_t done) {
    const auto percent = static_cast<int>(std::min<off_t>(done * 100 / bytes_, 100));
    if (percent == percent_ || ::isatty(STDERR_FILENO) != 1) return;
    percent_ = percent;
    std::fprintf(stderr, "\rReading the backup %d%%%s", percent, percent == 100 ? "\r\033[K" : "");
  }

  std::string path_;
  FileDescriptor descriptor_;
  off_t bytes_ = 1;
  off_t read_ = 0;
  int percent_ = -1;
};

struct Opened {
  BackupFile file;
  Secret passphrase;
};

Result<Opened> open_both(const RestoreOptions& options) {
  auto file = BackupFile::open(options.file);
  if (!file) return file.error();
  auto passphrase = read_passphrase(options.passphrase_file);
  if (!passphrase) return passphrase.error();
  return Result<Opened>(Opened{.file = std::move(*file), .passphrase = std::move(*passphrase)});
}

Result<void> become(uid_t user, gid_t group) {
  if (::setgroups(1, &group) == 0 && ::setresgid(group, group, group) == 0 && ::setresuid(user, user, user) == 0)
    return {};
  return Error(ErrorCode::permission_denied,
               "cannot become the owner of the state directory: " + std::string(std::strerror(errno)),
               "run as root, or as the user the agent runs as");
}

// Root makes a directory that is missing for the service user, where there is one.
Result<void> become_owner_of(const std::string& state_dir) {
  if (::geteuid() != 0) return {};
  struct stat found {};
  if (::stat(state_dir.c_str(), &found) == 0)
    return found.st_uid == 0 ? Result<void>{} : become(found.st_uid, found.st_gid);
  if (errno != ENOENT) return {};                        // the lock will say what is wrong
  const auto* const service = ::getpwnam(kServiceUser);  // tidy: allow banned: no loop runs here
  if (service == nullptr) return {};
  if (::mkdir(state_dir.c_str(), 0700) != 0 || ::chown(state_dir.c_str(), service->pw_uid, service->pw_gid) != 0)
    return Error(ErrorCode::storage, "cannot make the directory " + state_dir + ": " + std::strerror(errno),
                 "make it by hand, mode 0700, owned by the user the agent runs as");
  return become(service->pw_uid, service->pw_gid);
}

void print_restored(const backup::Restored& restored, const Options& options) {
  if (options.restore->json) {
    std::printf("%s\n", backup::to_text(restored).c_str());
    return;
  }
  std::printf("Restored:\n%s", backup::described(restored.manifest).c_str());
  if (!restored.kept_as.empty())
    std::printf("What was there before is kept in %s/%s; it holds private keys: remove it when all is well.\n",
                options.places.state_dir.c_str(), restored.kept_as.c_str());
  if (!restored.not_carried.empty())
    std::printf("It could not be read, so evaluation time used since the backup is not known any more: %s.\n",
                restored.not_carried.c_str());
  std::printf("Start the agent: systemctl start smart-agentd\n");
  if (!restored.manifest.instance.empty())
    std::printf(
        "If it has talked to SSM since the backup was made, SSM takes the restored state for a copy (alarm\n"
        "CLONE_SUSPECTED). Then register again: smart-agentctl register --force --token-file FILE\n");
}

}  // namespace

int show_backup(const RestoreOptions& options) {
  auto opened = open_both(options);
  if (!opened) return fail(opened.error(), options);
  const auto manifest =
      backup::verify(opened->passphrase, [&opened](std::size_t wanted) { return opened->file.read(wanted); });
  if (!manifest) return fail(manifest.error(), options);
  if (options.json) {
    std::printf("%s\n", backup::to_text(*manifest).c_str());
  } else {
    std::printf("%sThe backup is whole.\n", backup::described(*manifest).c_str());
  }
  return kExitDone;
}

int refuse_restore(const RestoreOptions& options, const ConfigOutcome& outcome) {
  static_cast<void>(
      fail(Error(ErrorCode::invalid_argument, describe(outcome.problems.front()),
                 "nothing was restored; correct the configuration (smart-agentd --check-config names every "
                 "problem) and restore again"),
           options));
  return kExitConfiguration;
}

int restore_backup(const Options& options, const Config& config) {
  auto opened = open_both(*options.restore);
  if (!opened) return fail(opened.error(), *options.restore);
  if (const auto became = become_owner_of(options.places.state_dir); !became)
    return fail(became.error(), *options.restore);
  const backup::RestoreTarget target{.state_dir = options.places.state_dir,
                                     .udi = udi_of(config),
                                     .lab = options.places.lab,
                                     .replaces = options.restore->replace,
                                     .now = SystemClock().now().wall};
  const auto restored =
      backup::restore(target, opened->passphrase, [&opened](std::size_t wanted) { return opened->file.read(wanted); });
  if (!restored) return fail(restored.error(), *options.restore);
  print_restored(*restored, options);
  return kExitDone;
}

}  // namespace lic
