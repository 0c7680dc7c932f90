#pragma once
// Makes backups while the daemon goes on: fixes one moment on the loop's thread, copies and derives the key on a thread
// that lives only as long as that lasts, and hands out the encrypted file piece by piece.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace lic::backup {

class BackupMaker {
public:
  struct Parts {
    std::string state_dir;
    bool lab = false;
    std::function<void(std::function<void()>)> post;   // runs its argument on the loop's thread; thread-safe
    std::function<void()> made = {};                   // the last piece of a backup was taken
    std::function<void(const Error&)> broke_off = {};  // a backup that was being handed out could not be read on
  };
  // The next piece of the file; empty = that was all, nothing = it broke off.
  using Pieces = std::function<std::optional<std::string>()>;
  using Done = std::function<void(Result<Pieces>)>;

  explicit BackupMaker(Parts parts);
  BackupMaker(const BackupMaker&) = delete;
  BackupMaker& operator=(const BackupMaker&) = delete;
  // Ends a copy that is under way; its `done` is not called any more.
  ~BackupMaker();

  // Of the state as `reading` shows it, which is on disk and has been since no later than now: call it from a reader of
  // the loop. `done` comes on the loop's thread, unless this is false: one backup at a time, until its pieces were
  // taken or dropped. `passphrase` was found good by check_passphrase().
  [[nodiscard]] bool make(const Reading& reading, Secret passphrase, Done done);

private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace lic::backup
