#pragma once
// Small files that only their owner may read: written whole and durable, or not at all.

#include <cstddef>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/secret.hpp"

namespace lic {

// The end of a file's name while it is written. What a crash leaves under such a name was never there.
inline constexpr std::string_view kUnfinishedSuffix = ".unfinished";

// Writes `directory`/`name` (0600) beside, syncs, renames over what was there, syncs the directory. `storage`
// otherwise.
[[nodiscard]] Result<void> write_private_file(const std::string& directory, const std::string& name,
                                              std::string_view bytes);

// `not_found`; `failed_precondition` if others may read or write it or it is not ours; `data_corrupt` if it cannot be
// read, is empty or has more than `bytes_max` bytes.
[[nodiscard]] Result<Secret> read_private_file(const std::string& path, std::size_t bytes_max);

// Overwrites, removes and makes that durable. Gone is success, also if it never was.
[[nodiscard]] Result<void> destroy_private_file(const std::string& directory, const std::string& name);

}  // namespace lic
