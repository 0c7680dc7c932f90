#include <memory>
#include <string>
#include <vector>

#include "daemon/cli/console.hpp"
#include "daemon/cli/http_client.hpp"
#include "daemon/cli/run.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::unique_ptr<lic::cli::Console> console = lic::cli::process_console();
  return lic::cli::run(arguments, *console, lic::cli::http_over_unix_socket);
}
