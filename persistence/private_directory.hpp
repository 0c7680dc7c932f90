#pragma once
// Directories that hold what nobody else may change or read.

#include <string>

#include "agent/result.hpp"

namespace lic {

// Makes `path` with mode 0700 if it is missing (one level; the parent must exist), durably. `failed_precondition` if it
// is no directory, belongs to somebody else or may be written by group or others; `storage` if it cannot be made.
[[nodiscard]] Result<void> ensure_private_directory(const std::string& path);

// Makes entries that were created, renamed or removed in `path` durable.
[[nodiscard]] Result<void> sync_directory(const std::string& path);

}  // namespace lic
