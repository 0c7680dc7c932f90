#pragma once
// Has a file changed since it was last looked at? Without watching, so that an idle agent stays idle.

#include <cstdint>
#include <optional>
#include <string>

namespace lic {

struct FileStamp {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Nothing if there is no regular file of that name (symbolic links are followed).
[[nodiscard]] std::optional<FileStamp> stamp_of(const std::string& path);

// The content of a file of at most `bytes_max`; nothing if it is larger or cannot be read.
[[nodiscard]] std::optional<std::string> read_small_file(const std::string& path, std::int64_t bytes_max);

}  // namespace lic
