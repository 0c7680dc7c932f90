// `backup FILE`: the daemon makes and encrypts it, and this writes what comes into a file of the one who asks.
#include <string>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/passphrase.hpp"
#include "daemon/cli/text_layout.hpp"
#include "daemon/cli/written_file.hpp"

namespace lic::cli {
namespace {

// For the largest state on the slowest disk.
constexpr Millis kBackupLimit = 60 * kMinute;
constexpr std::int64_t kShownStep = 1024 * 1024;

// How much has come, for a person; how much will come nobody knows.
class Received {
public:
  Received(Console& console, bool lines_wanted) : console_(console), lines_wanted_(lines_wanted) {}
  ~Received() {
    if (console_.is_watched() && shown_ > 0) console_.complain("\r\033[K");
  }
  Received(const Received&) = delete;
  Received& operator=(const Received&) = delete;

  void show(std::int64_t bytes) {
    const std::int64_t now = bytes / kShownStep;
    if (now == shown_ || !(console_.is_watched() || lines_wanted_)) return;
    shown_ = now;
    const std::string text = "Receiving the backup: " + std::to_string(now) + " MiB";
    console_.complain(console_.is_watched() ? "\r" + text : text + "\n");
  }

private:
  Console& console_;
  bool lines_wanted_;
  std::int64_t shown_ = 0;
};

void print_made(Session session, const Options& options, std::int64_t bytes) {
  Page page;
  if (options.json) {
    page.raw(pretty(Json{{"file", options.file}, {"bytes", bytes}}) + "\n");
  } else {
    page.line(0, "The backup is in " + options.file + " (" + std::to_string(bytes) + " bytes).");
    page.line(0, "Without its passphrase nobody can restore it. It fits this machine alone.");
  }
  session.console.print(page.text());
}

}  // namespace

Outcome<int> run_backup(Session session, const Options& options) {
  const auto passphrase = passphrase_of(session, options, true);
  if (!passphrase) return passphrase.error();
  auto file = WrittenFile::begin(options.file, options.replace);
  if (!file) return file.error();
  Received received(session.console, options.progress);
  Call call{.method = "POST",
            .target = std::string{routes::kBackup},
            .body = Json{{"passphrase", std::string{passphrase->reveal()}}},
            .time_limit = kBackupLimit,
            .take_body = [&file, &received](std::string_view bytes) {
              if (!file->append(bytes)) return false;
              received.show(file->bytes());
              return true;
            }};
  const auto answer = session.daemon.call(call);
  if (!answer) {
    // A disk that refused here is why the transfer was given up.
    const auto refused = file->why_refused();
    return refused ? *refused : answer.error();
  }
  if (const auto kept = file->keep(); !kept) return kept.error();
  print_made(session, options, file->bytes());
  return kExitDone;
}

}  // namespace lic::cli
