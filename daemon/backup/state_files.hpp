#pragma once
// Which files of the state directory belong to a backup: the database, private keys with their requests, tokens, and
// imported trust anchors. Not: the lock, the lab mark (a backup says it itself), what is unfinished, /etc.

#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "agent/secret.hpp"

namespace lic::backup {

inline constexpr std::string_view kDatabaseName = "state.db";
inline constexpr std::size_t kSmallFileBytesMax = 1024 * 1024;
inline constexpr std::size_t kSmallFilesMax = 512;
inline constexpr std::size_t kSmallBytesMax = 8 * 1024 * 1024;  // all of them: they are held in memory

// "keys/NAME.key.pem", "trust.d/NAME.pem": a name that can never lead out of the directory.
[[nodiscard]] bool is_small_file(std::string_view name);
// The folders of those names.
[[nodiscard]] std::vector<std::string> small_file_folders();

struct SmallFile {
  std::string name;
  Secret bytes;
};
// All of them, in a few reads. `resource_exhausted` above the limits; else as read_private_file().
[[nodiscard]] Result<std::vector<SmallFile>> read_small_files(const std::string& state_dir);

}  // namespace lic::backup
