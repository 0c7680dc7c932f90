#include "persistence/restored_state.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "persistence/private_directory.hpp"
#include "persistence/private_file.hpp"

namespace lic {
namespace {

namespace fs = std::filesystem;

// It counts, and everything in its places is still of before.
constexpr std::string_view kReady = "restore.ready";
// What was before is out of the way; whatever is in its places now is of the restored state.
constexpr std::string_view kMoved = "restore.moved";
constexpr const char* kKeptAs = "kept-as";
constexpr std::size_t kKeptAsBytesMax = 128;

// Of a state: the database with what belongs to it first, so that it is never together with another's log; last the
// note that it is an older copy (state_note.hpp).
constexpr std::array<std::string_view, 7> kParts = {"state.db-wal", "state.db-shm", "state.db", "keys",
                                                    "trust.d",      "ssm-roots.d",  "recovered"};

std::string at(const std::string& directory, std::string_view name) { return directory + "/" + std::string(name); }

bool is_there(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0;
}

Error refused(const std::string& doing) {
  return Error(ErrorCode::storage, "cannot " + doing + ": " + std::strerror(errno),
               "check free space, permissions and health of the disk, then restore again or start the agent: either "
               "goes on where this stopped");
}

Result<void> move(const std::string& from, const std::string& to) {
  if (!is_there(from)) return {};
  if (::rename(from.c_str(), to.c_str()) != 0) return refused("move " + from + " to " + to);
  return {};
}

Result<void> remove_tree(const std::string& path) {
  std::error_code failure;
  fs::remove_all(path, failure);
  if (!failure) return {};
  return Error(ErrorCode::storage, "cannot remove " + path + ": " + failure.message(), "remove it by hand");
}

// Nothing but a name that commit_restore() may have written.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos;
}

Result<void> move_old_away(const std::string& state_dir) {
  const std::string ready = at(state_dir, kReady);
  const auto kept_as = read_private_file(at(ready, kKeptAs), kKeptAsBytesMax);
  if (!kept_as) return kept_as.error();
  if (!is_plain_name(kept_as->reveal()))
    return Error(ErrorCode::data_corrupt, at(ready, kKeptAs) + " names no folder", "move " + ready + " away");
  const std::string kept = at(state_dir, kept_as->reveal());
  for (const std::string_view part : kParts) {
    if (!is_there(at(state_dir, part))) continue;
    if (auto made = ensure_private_directory(kept); !made) return made;
    if (auto moved = move(at(state_dir, part), at(kept, part)); !moved) return moved;
  }
  if (is_there(kept))
    if (auto synced = sync_directory(kept); !synced) return synced;
  if (auto synced = sync_directory(state_dir); !synced) return synced;
  if (auto moved = move(ready, at(state_dir, kMoved)); !moved) return moved;
  return sync_directory(state_dir);
}

Result<void> move_new_in(const std::string& state_dir) {
  const std::string moved_dir = at(state_dir, kMoved);
  for (const std::string_view part : kParts)
    if (auto moved = move(at(moved_dir, part), at(state_dir, part)); !moved) return moved;
  if (auto synced = sync_directory(state_dir); !synced) return synced;
  if (auto removed = remove_tree(moved_dir); !removed) return removed;
  return sync_directory(state_dir);
}

}  // namespace

bool holds_state(const std::string& state_dir) {
  return std::ranges::any_of(kParts, [&state_dir](std::string_view part) {
    const std::string path = at(state_dir, part);
    std::error_code failure;
    const bool is_empty_folder = fs::is_directory(path, failure) && fs::is_empty(path, failure);
    return part != kParts.back() && is_there(path) && !is_empty_folder;
  });
}

Result<std::string> begin_restore(const std::string& state_dir) {
  const std::string path = at(state_dir, kRestoreUnfinished);
  if (auto removed = remove_tree(path); !removed) return removed.error();
  if (auto made = ensure_private_directory(path); !made) return made.error();
  return path;
}

Result<void> commit_restore(const std::string& state_dir, const std::string& kept_as) {
  const std::string unfinished = at(state_dir, kRestoreUnfinished);
  if (auto written = write_private_file(unfinished, kKeptAs, kept_as); !written) return written;
  if (auto moved = move(unfinished, at(state_dir, kReady)); !moved) return moved;
  if (auto synced = sync_directory(state_dir); !synced) return synced;
  return finish_restore(state_dir);
}

Result<void> finish_restore(const std::string& state_dir) {
  if (auto removed = remove_tree(at(state_dir, kRestoreUnfinished)); !removed) return removed;
  if (is_there(at(state_dir, kReady)))
    if (auto moved = move_old_away(state_dir); !moved) return moved;
  if (is_there(at(state_dir, kMoved))) return move_new_in(state_dir);
  return {};
}

}  // namespace lic
