#include "daemon/backup/backup_maker.hpp"

#include <openssl/rand.h>

#include <utility>
#include <variant>

#include "agent/names.hpp"
#include "agent/registration.hpp"
#include "agent/status.hpp"
#include "daemon/backup/backup_stream.hpp"
#include "daemon/backup/state_files.hpp"
#include "daemon/doctor/worker.hpp"
#include "persistence/database_snapshot.hpp"

namespace lic::backup {
namespace {

Manifest manifest_of(const Reading& reading, bool lab) {
  const Identity* identity = identity_of(reading.state);
  return {.made_at = reading.now.wall,
          .agent_version = LIC_VERSION,
          .udi = reading.state.sections.installation.seen,
          .lab = lab,
          .registration = std::string(name_of(status(reading.state, reading.now, reading.policy).registration)),
          .instance = identity == nullptr ? std::string{} : identity->instance.value};
}

Result<std::string> draw_salt() {
  std::string salt(kSaltBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size())) == 1) return salt;
  return Error(ErrorCode::internal, "the system has no randomness for a backup", "try again");
}

// What the worker does and leaves behind.
struct Job {
  Contents contents;
  DatabaseSnapshot snapshot;
  Secret passphrase;
  std::optional<Result<BackupStream>> stream = {};

  void run(const std::atomic<bool>& wanted) { stream.emplace(prepare(wanted)); }

private:
  Result<BackupStream> prepare(const std::atomic<bool>& wanted) {
    auto copy = std::move(snapshot).copy(wanted);
    if (!copy) return copy.error();
    contents.manifest.schema = copy->schema;
    contents.manifest.database_bytes = copy->bytes;
    contents.database = std::move(copy->file);
    const auto salt = draw_salt();
    if (!salt) return salt.error();
    auto sealer = Sealer::make(passphrase, *salt);
    if (!sealer) return sealer.error();
    return BackupStream(std::move(*sealer), std::move(contents));
  }
};

}  // namespace

struct BackupMaker::Inner {
  explicit Inner(Parts all) : parts(std::move(all)), worker(parts.post) {}

  [[nodiscard]] Pieces pieces(BackupStream stream) {
    // shared: std::function is copied; the last copy goes with the connection, and the backup with it.
    auto shared = std::make_shared<BackupStream>(std::move(stream));
    handed_out = shared;
    return [shared, made = parts.made, broke_off = parts.broke_off]() -> std::optional<std::string> {
      auto piece = shared->next();
      if (!piece) {
        if (broke_off) broke_off(piece.error());
        return std::nullopt;
      }
      if (piece->empty() && made) made();
      return std::move(*piece);
    };
  }

  Parts parts;
  std::atomic<bool> wanted{true};
  bool is_preparing = false;
  std::weak_ptr<BackupStream> handed_out;
  doctor::Worker worker;  // last: it waits for its work, which uses the others
};

BackupMaker::BackupMaker(Parts parts) : inner_(std::make_unique<Inner>(std::move(parts))) {}

BackupMaker::~BackupMaker() { inner_->wanted = false; }

bool BackupMaker::make(const Reading& reading, Secret passphrase, Done done) {
  Inner& inner = *inner_;
  if (inner.is_preparing || !inner.handed_out.expired()) return false;
  // One moment: no commit comes between these two, since commits are made on this thread.
  auto snapshot = DatabaseSnapshot::take(inner.parts.state_dir);
  auto files = read_small_files(inner.parts.state_dir);
  if (!snapshot || !files) {
    done(!snapshot ? snapshot.error() : files.error());
    return true;
  }
  inner.is_preparing = true;
  auto job = std::make_shared<Job>(
      Job{.contents = {.manifest = manifest_of(reading, inner.parts.lab), .files = std::move(*files), .database = {}},
          .snapshot = std::move(*snapshot),
          .passphrase = std::move(passphrase)});
  inner.worker.run([job, &wanted = inner.wanted] { job->run(wanted); },
                   [job, &inner, done = std::move(done)] {
                     inner.is_preparing = false;
                     if (!job->stream)
                       return done(Error(ErrorCode::unavailable, "the system has no thread for a backup", "try again"));
                     if (!*job->stream) return done(job->stream->error());
                     done(inner.pieces(std::move(**job->stream)));
                   });
  return true;
}

}  // namespace lic::backup
