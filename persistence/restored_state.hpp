#pragma once
// A restored state takes the place of the one before, wholly or not at all, whenever the machine stops. It lies
// unpacked in a folder of the state directory; the renaming of that folder is the moment from which the restored state
// counts. What a crash left behind that is finished by whoever holds the lock next: `restore`, or the daemon at its
// start.

#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

// Where a restore unpacks. A crash leaves it; it was never there.
inline constexpr std::string_view kRestoreUnfinished = "restore.unfinished";

// Whether the directory holds anything that a restore would move away, but for the note of an earlier one: a database,
// keys, imported trust anchors.
[[nodiscard]] bool holds_state(const std::string& state_dir);

// Makes the folder kRestoreUnfinished (0700), empty, with what an earlier one left removed. Its path. `storage`.
[[nodiscard]] Result<std::string> begin_restore(const std::string& state_dir);

// From now on the state in kRestoreUnfinished counts; what was there before is kept in the folder `kept_as` of the
// state directory. All files of it were synced. `storage`: it does not count, or (the second half failed) the next
// finish_restore() goes on. The caller holds the StateLock.
[[nodiscard]] Result<void> commit_restore(const std::string& state_dir, const std::string& kept_as);

// Finishes a restore that counts already, removes one that does not. Success if there is none. The caller holds the
// StateLock; nothing of the state is open.
[[nodiscard]] Result<void> finish_restore(const std::string& state_dir);

}  // namespace lic
