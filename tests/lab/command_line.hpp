// The command line of ssm-lab.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

enum class Command { serve, demo_token };

struct CommandLine {
  Command command = Command::serve;
  std::vector<std::string> listen = {"127.0.0.1:8443"};
  std::string admin = "127.0.0.1:8444";
  std::string state_directory;
  std::string lab_clock;        // "manual:RFC3339" or empty
  std::string tls_names;        // "DNS:localhost,IP:127.0.0.1"; empty: the default ones
  std::string tls_common_name;  // empty: localhost; given alone, the certificate has no other name
  bool is_verbose = false;
  // demo-token
  std::string virtual_account;
  std::int64_t pool_size = 0;
};

struct Parsed {
  std::optional<CommandLine> command_line;
  int exit_code = 0;  // when there is nothing to run: help was shown, or the usage was wrong
};

[[nodiscard]] Parsed parse_command_line(int argument_count, char** arguments);

}  // namespace ssm_lab
