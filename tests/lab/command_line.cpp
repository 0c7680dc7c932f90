#include "tests/lab/command_line.hpp"

#include "tests/lab/exit_codes.hpp"

#include <CLI/CLI.hpp>

namespace ssm_lab {

Parsed parse_command_line(int argument_count, char** arguments) {
  CommandLine line;
  CLI::App app("Lab software manager: a peer to test licensing agents against, on loopback addresses only");
  app.name("ssm-lab");
  app.add_option("--listen", line.listen, "HOST:PORT of the Smart Transport listener (TLS); port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--admin", line.admin, "HOST:PORT of the admin API (plain HTTP)")->capture_default_str();
  auto* directory = app.add_option("--state-dir", line.state_directory, "Where certificates and state are kept");
  app.add_option("--lab-clock", line.lab_clock, "manual:RFC3339 - time that stands until it is moved");
  app.add_flag("--verbose", line.is_verbose, "One line for each exchange on standard error");
  auto* demo = app.add_subcommand("demo-token", "Print a token of a fresh account of a running ssm-lab");
  auto* demo_directory = demo->add_option("--state-dir", line.state_directory, "The running lab's state directory");
  demo->add_option("--virtual-account", line.virtual_account, "Name of the account (default: a fresh one)");
  line.pool_size = 100;
  demo->add_option("--pool-size", line.pool_size, "Licenses of every tag")->check(CLI::Range(0, 1'000'000));
  // CLI11 reports by exceptions; they end here.
  try {
    app.parse(argument_count, arguments);
    if (directory->count() + demo_directory->count() == 0) throw CLI::RequiredError("--state-dir");
  } catch (const CLI::ParseError& error) {
    const bool is_help = app.exit(error) == 0;
    return {std::nullopt, is_help ? kExitDone : kExitUsage};
  }
  if (demo->parsed()) line.command = Command::demo_token;
  return {line, kExitDone};
}

}  // namespace ssm_lab
