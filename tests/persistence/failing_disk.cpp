#include "tests/persistence/failing_disk.hpp"

#include <sqlite3.h>

namespace lic {
namespace {

// SQLite hands its callbacks nothing of ours, so what they need stands here.
sqlite3_vfs* real = nullptr;
sqlite3_vfs failing;
const sqlite3_io_methods* real_methods = nullptr;
sqlite3_io_methods failing_methods;
int left = 0;
bool done = false;

bool fails_now() {
  if (left == 0 || --left != 0) return false;
  done = true;
  return true;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  return fails_now() ? SQLITE_FULL : real_methods->xWrite(file, bytes, count, offset);
}
int sync(sqlite3_file* file, int flags) { return fails_now() ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags); }
int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  const int code = real->xOpen(real, name, file, flags, flags_out);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  if (real_methods == nullptr) {
    real_methods = file->pMethods;
    failing_methods = *real_methods;
    failing_methods.xWrite = write;
    failing_methods.xSync = sync;
  }
  if (file->pMethods == real_methods) file->pMethods = &failing_methods;
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
