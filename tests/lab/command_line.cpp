#include "tests/lab/command_line.hpp"

#include "tests/lab/exit_codes.hpp"

#include <CLI/CLI.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace ssm_lab {

namespace {

constexpr std::size_t kCommonNameMax = 64;
constexpr std::size_t kTlsNamesMax = 32;

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '.' || letter == '-' || letter == '*' || letter == '_';
}

// What OpenSSL is given must be good: it takes these texts apart itself, and knows more than names.
bool is_alternative_name(const std::string& name) {
  if (name.rfind("DNS:", 0) == 0) {
    return name.size() > 4 && std::all_of(name.begin() + 4, name.end(), is_name_letter);
  }
  boost::system::error_code error;
  if (name.rfind("IP:", 0) == 0) static_cast<void>(boost::asio::ip::make_address(name.substr(3), error));
  return name.rfind("IP:", 0) == 0 && !error;
}

// CLI11 takes the sentence as what is wrong, and an empty one as good.
std::string flaw_in_names(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at <= text.size(); ++count) {
    const auto comma = std::min(text.find(',', at), text.size());
    if (!is_alternative_name(text.substr(at, comma - at))) return "names must be DNS:name or IP:address, with commas";
    at = comma + 1;
  }
  return count > kTlsNamesMax ? "at most 32 names" : "";
}

std::string flaw_in_common_name(const std::string& text) {
  const bool is_good =
      !text.empty() && text.size() <= kCommonNameMax &&
      std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter <= '~'; });
  return is_good ? "" : "a common name has 1 to 64 printable letters";
}

}  // namespace

Parsed parse_command_line(int argument_count, char** arguments) {
  CommandLine line;
  CLI::App app("Lab software manager: a peer to test licensing agents against, on loopback addresses only");
  app.name("ssm-lab");
  app.add_option(
         "--listen", line.listen,
         "HOST:PORT of the listener for agents (TLS), may be repeated; port 0 takes a free one, and the same one "
         "for every further address with port 0")
      ->allow_extra_args(false)
      ->capture_default_str();
  app.add_option("--admin", line.admin, "HOST:PORT of the admin API (plain HTTP)")->capture_default_str();
  auto* directory = app.add_option("--state-dir", line.state_directory, "Where certificates and state are kept");
  app.add_option("--lab-clock", line.lab_clock, "manual:RFC3339 - time that stands until it is moved");
  app.add_option("--tls-names", line.tls_names, "Names in the TLS server certificate, as DNS:localhost,IP:127.0.0.1")
      ->check(flaw_in_names);
  app.add_option("--tls-common-name", line.tls_common_name,
                 "Common name of the TLS server certificate, which has no other name unless --tls-names is given")
      ->check(flaw_in_common_name);
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
