#pragma once
// A backup as a body that is written while the client takes it: no more than a chunk of it is in memory, besides keys
// and trust anchors.

#include <cstdint>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "daemon/backup/manifest.hpp"
#include "daemon/backup/sealed_format.hpp"
#include "daemon/backup/state_files.hpp"
#include "persistence/file_descriptor.hpp"

namespace lic::backup {

// What is inside of the chunks (docs/backup.md). Numbers are big-endian.
inline constexpr char kEntryFollows = 1;
inline constexpr char kNoEntryFollows = 0;

struct Contents {
  Manifest manifest;
  std::vector<SmallFile> files;
  FileDescriptor database;  // manifest.database_bytes long, read from its beginning
};

class BackupStream {
public:
  BackupStream(Sealer sealer, Contents contents);

  // The next piece of the file, at most a chunk, in some 0.1 ms; empty = that was all. `storage` if the copy of the
  // database cannot be read.
  [[nodiscard]] Result<std::string> next();

private:
  [[nodiscard]] Result<std::string> next_plain();

  Sealer sealer_;
  Secret front_;  // everything before the bytes of the database
  FileDescriptor database_;
  std::uint64_t database_bytes_;
  std::uint64_t given_ = 0;  // of all plain text
  bool is_begun_ = false;
  bool is_done_ = false;
};

}  // namespace lic::backup
