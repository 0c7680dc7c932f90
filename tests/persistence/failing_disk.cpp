#include "tests/persistence/failing_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <list>

namespace lic {
namespace {

// SQLite hands its callbacks nothing of ours, so what they need stands here.
sqlite3_vfs* real = nullptr;
sqlite3_vfs failing;
int left = 0;
bool done = false;

// SQLite has one table of methods for a database and another for its log and journal (they lock differently); each gets
// a copy that may fail. The copy stays where it is while files are open.
struct Methods {
  const sqlite3_io_methods* real;
  sqlite3_io_methods failing;
};
std::list<Methods> all_methods;

const sqlite3_io_methods& real_methods(const sqlite3_file* file) {
  return *std::ranges::find(all_methods, file->pMethods, [](const Methods& methods) { return &methods.failing; })->real;
}

bool fails_now() {
  if (left == 0 || --left != 0) return false;
  done = true;
  return true;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  return fails_now() ? SQLITE_FULL : real_methods(file).xWrite(file, bytes, count, offset);
}
int sync(sqlite3_file* file, int flags) {
  return fails_now() ? SQLITE_IOERR_FSYNC : real_methods(file).xSync(file, flags);
}
int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  const int code = real->xOpen(real, name, file, flags, flags_out);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  auto found = std::ranges::find(all_methods, file->pMethods, &Methods::real);
  if (found == all_methods.end()) {
    found = all_methods.insert(found, Methods{file->pMethods, *file->pMethods});
    found->failing.xWrite = write;
    found->failing.xSync = sync;
  }
  file->pMethods = &found->failing;
  return code;
}

}  // namespace

FailingDisk::FailingDisk() {
  real = sqlite3_vfs_find(nullptr);
  failing = *real;
  failing.zName = "failing";
  failing.xOpen = open;
  left = 0;
  sqlite3_vfs_register(&failing, 1);
}

FailingDisk::~FailingDisk() {
  sqlite3_vfs_unregister(&failing);
  sqlite3_vfs_register(real, 1);
}

void FailingDisk::fail(int number) {
  left = number;
  done = false;
}

bool FailingDisk::has_failed() const { return done; }

}  // namespace lic
