#pragma once
// Everything a command line can say, in plain values. Which of them a verb accepts is in the table of verbs.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lic::cli {

// License Control's fields; none = not named.
struct LicenseLimits {
  std::optional<std::int64_t> standard, premium, seats, outbound, ivr;
  friend bool operator==(const LicenseLimits&, const LicenseLimits&) = default;
};

struct Options {
  // for every verb
  std::string socket;       // empty = from the configuration
  std::string config_file;  // empty = the usual place, which may be missing
  std::string runtime_dir = "/run/smart-agent";
  bool json = false;

  // for some
  std::string token, token_file;
  bool force = false, no_wait = false, yes = false;
  bool check = false, no_usage = false, csv = false, progress = false;
  std::string since, from, to;
  std::string seat_id, report_id, duration;
  std::int64_t seconds = 0;

  // transport, privacy, trust
  std::string url, host, scheme = "http", user, password_file, ca_file, mode;
  std::int64_t port = 0;
  std::vector<std::string> items;
  std::string on_off, file, name;
  bool preview = false, message = false;
  std::string license_type, usage_mode;

  // reservation
  std::string code;  // an authorization code; `file` names where one is read from
  std::string specific;
  bool dry_run = false;

  std::string shell;  // "bash", "zsh"

  // license-control
  std::string overage;  // "on", "off"
  LicenseLimits limits;
  bool ha_purchased = false;

  // backup, restore; `file` is the backup
  std::string passphrase_file;  // "-" = standard input; empty = asked for
  bool replace = false, show = false;
  std::string state_dir, daemon_program;  // empty = as installed
  std::vector<std::string> catalog_dirs;
  bool lab = false;

  // replay
  std::string trace_file, until, buy_at, ssm_admin, ssm_token_file, virtual_account;
  std::int64_t retry_seconds = 30;

  friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace lic::cli
