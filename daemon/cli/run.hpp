#pragma once
// The program without main(): arguments in, exit code out.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/cli/console.hpp"
#include "daemon/cli/http_client.hpp"

namespace lic::cli {

// Makes the way to the daemon; tests give a fake.
using HttpFactory = std::function<std::unique_ptr<HttpClient>(std::string socket_path)>;

// Parses, runs the verb, prints the one error line if it fails, and returns the exit code (interfaces.md section 2).
[[nodiscard]] int run(std::vector<std::string> arguments, Console& console, const HttpFactory& make_http);

}  // namespace lic::cli
