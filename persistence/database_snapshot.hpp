#pragma once
// The state database as it is at one moment, copied while the store goes on writing it.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "agent/result.hpp"
#include "persistence/file_descriptor.hpp"

struct sqlite3;

namespace lic {

// What a copy leaves free, so that it never takes the agent the room for its own changes.
inline constexpr std::int64_t kRoomLeftByCopy = std::int64_t{64} * 1024 * 1024;

// `storage` if a copy of so many bytes would leave less than kRoomLeftByCopy.
[[nodiscard]] Result<void> check_room_for_copy(std::int64_t free_bytes, std::int64_t database_bytes);

class DatabaseSnapshot {
public:
  // A second connection to `<state_dir>/state.db`, with a read transaction begun: later commits are not in it. Takes
  // well below a millisecond. The store of this process has the database open. `storage` or `data_corrupt`.
  [[nodiscard]] static Result<DatabaseSnapshot> take(const std::string& state_dir);

  struct Copy {
    FileDescriptor file;  // open for reading; its name is gone, so that nothing is left of it whatever happens
    std::int64_t bytes = 0;
    std::int64_t schema = 0;
  };
  // Writes the snapshot into a file of the state directory and lets go of it. Blocks for as long as the disk takes: not
  // on the loop's thread, but never on two at once. While it is held the write-ahead log is not cut. False in `wanted`
  // ends it with `unavailable`. `storage` before anything is written if there is too little room
  // (check_room_for_copy).
  [[nodiscard]] Result<Copy> copy(const std::atomic<bool>& wanted) &&;

private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  using Handle = std::unique_ptr<sqlite3, Closer>;
  DatabaseSnapshot(std::string state_dir, Handle handle)
      : state_dir_(std::move(state_dir)), handle_(std::move(handle)) {}
  [[nodiscard]] Result<void> copy_pages(const std::string& path, const std::atomic<bool>& wanted);

  std::string state_dir_;
  Handle handle_;
};

// What a crash may leave of a copy; removed at a start. Success if there is nothing.
void remove_unfinished_copy(const std::string& state_dir);

}  // namespace lic
