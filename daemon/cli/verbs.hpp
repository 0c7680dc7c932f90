#pragma once
// The table of verbs. A new verb is one row here and one function in a *_commands.cpp.

#include <cstdint>
#include <span>
#include <string_view>

#include "daemon/cli/console.hpp"
#include "daemon/cli/daemon_client.hpp"
#include "daemon/cli/options.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

// What a verb accepts besides the options of every verb. Rows of command_line.cpp say how each is spelled.
enum class Accepts : std::uint8_t {
  token,
  token_file,
  force,
  no_wait,
  yes,
  check,
  no_usage,
  csv,
  progress,
  since,
  from,
  to,
  seat_id,
  report_id,
  duration,
  seconds,
  trace_file,
  until,
  purchase,  // --buy-at and what it needs
  retry_seconds,
  gateway_url,
  on_prem,
  proxy,  // HOST, PORT and what belongs to them
  no_proxy_items,
  transport_mode,
  on_off,
  preview,
  anchor_file,
  anchor_name,  // --name, of an import
  message_role,
  import_name,     // NAME, of a file that was imported
  license_limits,  // --overage, and a count for each field of License Control
  license_type,
  usage_mode,
  specific,            // the vendor's word behind "request"
  authorization_code,  // CODE, or --file
  code_file,           // FILE
  dry_run,
  shell,
  backup_file,  // FILE, where the passphrase comes from, --replace
  restore,      // --show, and where the daemon and its files lie
};

struct Session {
  DaemonClient& daemon;
  Console& console;
};

// Prints its result and returns the exit code, or says why not.
using Command = Outcome<int> (*)(Session session, const Options& options);

struct Verb {
  std::string_view words;  // "renew authorization"
  std::string_view help;
  std::span<const Accepts> accepts;
  Command run;  // null: only a beginning of longer verbs ("renew")
};

[[nodiscard]] std::span<const Verb> verbs();

}  // namespace lic::cli
