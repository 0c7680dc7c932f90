#pragma once
// Which socket to talk to: the flag, else `[api] socket` of the configuration, else control.sock in the runtime
// directory (interfaces.md section 6). Nothing else of the configuration is read.

#include <string>

#include "daemon/cli/options.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

inline constexpr const char* kUsualConfigFile = "/etc/smart-agent/smart-agent.toml";

// A configuration that was named but cannot be read, and one that is no TOML, is a problem with exit code 78. The usual
// file may be missing or closed to this user.
[[nodiscard]] Outcome<std::string> choose_socket(const Options& options);

}  // namespace lic::cli
