#pragma once
// Files that people hand to the CLI: a token, an admin token, a trace.

#include <string>
#include <string_view>

#include "agent/secret.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

inline constexpr std::size_t kSecretBytesMax = 4096;

// The whole file; a problem with exit code 2 if it cannot be read or is longer than `bytes_max`.
[[nodiscard]] Outcome<std::string> read_file(const std::string& path, std::size_t bytes_max);
// A secret on one line, outer white space removed (R-REG-1).
[[nodiscard]] Outcome<Secret> read_secret_file(const std::string& path);
[[nodiscard]] Secret trimmed(std::string_view text);

}  // namespace lic::cli
