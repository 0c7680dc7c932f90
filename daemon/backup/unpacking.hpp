#pragma once
// From the entries of a backup to files.

#include <string>

#include "agent/result.hpp"
#include "daemon/backup/contents_reader.hpp"

namespace lic::backup {

// Reads all entries and writes nothing.
[[nodiscard]] Result<void> pass_over(ContentsReader& reader);

// Writes all entries below `directory` (there, empty, ours), files 0600, folders 0700. `storage` if the disk refuses.
[[nodiscard]] Result<void> unpack(ContentsReader& reader, const std::string& directory);

// Makes everything below `directory` durable: when it was unpacked and the database was closed.
[[nodiscard]] Result<void> sync_unpacked(const std::string& directory);

}  // namespace lic::backup
