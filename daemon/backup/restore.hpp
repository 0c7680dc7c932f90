#pragma once
// Puts the state of a backup into a state directory: everything is unpacked beside and checked before the state that is
// there is moved away. That one is opened as a start would do it, so an older schema of it is migrated. The agent does
// not run meanwhile.

#include <functional>
#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "agent/time.hpp"
#include "agent/udi.hpp"
#include "daemon/backup/contents_reader.hpp"
#include "daemon/backup/manifest.hpp"

namespace lic::backup {

// Reads to the end, so that damage anywhere is found; the manifest of a backup that is whole.
[[nodiscard]] Result<Manifest> verify(const Secret& passphrase, const ReadBytes& read);

struct RestoreTarget {
  std::string state_dir;
  Udi udi;  // of this machine
  bool lab = false;
  bool replaces = false;  // a state that is there
  WallTime now;
};

struct Restored {
  Manifest manifest;
  std::string kept_as;      // the folder of the state of before; empty = there was none
  std::string not_carried;  // why nothing of the state of before was looked at, although it was there; empty = it was
};

// `failed_precondition`: the backup is of another machine (R-ID-3; there is no way around), of a newer agent, of the
// lab or not as the target; a state is there and is not to be replaced; the directory is in use. Else as ContentsReader
// and SqliteStore. After an error the state of before is what the next start finds; only a `storage` of the last step,
// the moving, may come once the restored state counts, and the next start or restore then finishes it.
[[nodiscard]] Result<Restored> restore(const RestoreTarget& target, const Secret& passphrase, const ReadBytes& read);

// For `--json`: `restored` (the manifest), and `kept_as` and `not_carried`, null where they are empty.
[[nodiscard]] std::string to_text(const Restored& restored);

}  // namespace lic::backup
