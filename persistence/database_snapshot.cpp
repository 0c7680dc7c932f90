#include "persistence/database_snapshot.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "persistence/private_file.hpp"

namespace lic {
namespace {

// Pages between two looks at whether the copy is still wanted: some milliseconds.
constexpr int kPagesPerStep = 1024;

std::string copy_path(const std::string& state_dir) {
  return state_dir + "/backup.db" + std::string(kUnfinishedSuffix);
}

Error failure(sqlite3* handle, int code, const std::string& doing) {
  const int primary = code & 0xff;
  const bool is_damage = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
  const std::string words = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  if (is_damage)
    return Error(ErrorCode::data_corrupt, doing + ": " + words, "restore the state directory from an older backup");
  return Error(ErrorCode::storage, doing + ": " + words,
               "free space on the file system of the state directory (a backup needs as much as state.db), then try "
               "again");
}

Error system_failure(const std::string& doing) {
  return Error(ErrorCode::storage, doing + ": " + std::strerror(errno),
               "free space on the file system of the state directory (a backup needs as much as state.db), then try "
               "again");
}

Result<std::int64_t> number(sqlite3* handle, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  const std::int64_t found = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
  sqlite3_finalize(statement);
  if (code == SQLITE_ROW) return found;
  return failure(handle, code, "cannot read the state database for a backup");
}

// The agent's own changes need the room more.
Result<void> find_room(sqlite3* handle, const std::string& state_dir) {
  const auto pages = number(handle, "PRAGMA page_count");
  if (!pages) return pages.error();
  const auto page_bytes = number(handle, "PRAGMA page_size");
  if (!page_bytes) return page_bytes.error();
  struct statvfs room {};
  if (::statvfs(state_dir.c_str(), &room) != 0) return system_failure("cannot look for free space in " + state_dir);
  return check_room_for_copy(static_cast<std::int64_t>(room.f_bavail * room.f_frsize), *pages * *page_bytes);
}

// Before SQLite has it open: closing a file that SQLite has open would take SQLite's locks away.
Result<void> make_private(const std::string& path) {
  ::unlink(path.c_str());
  const FileDescriptor made(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made.is_open()) return system_failure("cannot make " + path);
  return {};
}

}  // namespace

Result<void> check_room_for_copy(std::int64_t free_bytes, std::int64_t database_bytes) {
  const std::int64_t needed = database_bytes + kRoomLeftByCopy;
  if (free_bytes >= needed) return {};
  constexpr std::int64_t kMebibyte = 1024 * 1024;
  return Error(ErrorCode::storage,
               "the file system of the state directory has " + std::to_string(free_bytes / kMebibyte) +
                   " MiB free, and a backup needs " + std::to_string((needed + kMebibyte - 1) / kMebibyte),
               "free space there, then try again");
}

void DatabaseSnapshot::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<DatabaseSnapshot> DatabaseSnapshot::take(const std::string& state_dir) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2((state_dir + "/state.db").c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(opened);
  if (code != SQLITE_OK) return failure(opened, code, "cannot open the state database for a backup");
  sqlite3_exec(opened, "PRAGMA cache_size = -1024; PRAGMA mmap_size = 0; BEGIN", nullptr, nullptr, nullptr);
  // The first read fixes the moment.
  const auto sections = number(opened, "SELECT count(*) FROM sections");
  if (!sections) return sections.error();
  return DatabaseSnapshot(state_dir, std::move(handle));
}

Result<void> DatabaseSnapshot::copy_pages(const std::string& path, const std::atomic<bool>& wanted) {
  sqlite3* opened = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  const Handle target(opened);
  if (code != SQLITE_OK) return failure(opened, code, "cannot open " + path);
  // Nobody needs the copy after a crash.
  sqlite3_exec(opened, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  sqlite3_backup* const backup = sqlite3_backup_init(opened, "main", handle_.get(), "main");
  if (backup == nullptr) return failure(opened, sqlite3_errcode(opened), "cannot copy the state database");
  do {
    code = wanted.load() ? sqlite3_backup_step(backup, kPagesPerStep) : SQLITE_INTERRUPT;
  } while (code == SQLITE_OK);
  const int finished = sqlite3_backup_finish(backup);
  if (code == SQLITE_INTERRUPT)
    return Error(ErrorCode::unavailable, "the agent is stopping", "make the backup when it runs again");
  if (code != SQLITE_DONE) return failure(nullptr, code, "cannot copy the state database");
  if (finished != SQLITE_OK) return failure(opened, finished, "cannot copy the state database");
  return {};
}

Result<DatabaseSnapshot::Copy> DatabaseSnapshot::copy(const std::atomic<bool>& wanted) && {
  const std::string path = copy_path(state_dir_);
  if (auto room = find_room(handle_.get(), state_dir_); !room) return room.error();
  if (auto made = make_private(path); !made) return made.error();
  auto done = copy_pages(path, wanted);
  const auto schema = done ? number(handle_.get(), "PRAGMA user_version") : Result<std::int64_t>(std::int64_t{0});
  handle_.reset();
  Copy copy;
  copy.file = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  ::unlink(path.c_str());
  if (!done) return done.error();
  if (!schema) return schema.error();
  struct stat found {};
  if (!copy.file.is_open() || ::fstat(copy.file.number(), &found) != 0) return system_failure("cannot read " + path);
  copy.bytes = found.st_size;
  copy.schema = *schema;
  return copy;
}

void remove_unfinished_copy(const std::string& state_dir) { ::unlink(copy_path(state_dir).c_str()); }

}  // namespace lic
