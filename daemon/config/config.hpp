#pragma once
// The configuration as the rest of the daemon sees it: checked, with every default filled in (interfaces.md section 6).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/policy.hpp"
#include "agent/transport_settings.hpp"

namespace lic {

enum class LogTarget { journal, syslog, stderr_stream, file };
enum class SyslogForm { system, daemon };

struct TrustConfig {
  bool system_store = true;
  std::string tls_ca_dir;
  std::string ssm_root_dir;
};
struct LogConfig {
  LogTarget target = LogTarget::journal;
  std::string file;
  std::string level = "info";
  std::map<std::string, std::string> components;
};
struct SyslogConfig {
  std::string app_id;  // default: the catalog's
  std::string cluster_id;
  SyslogForm form = SyslogForm::system;
  int priority_floor = 1;            // LOG_ALERT: never more urgent than this
  std::vector<std::string> servers;  // "tls://logs.example.com:6514"; read by syslog_server.hpp
  std::string ca_file;               // who certifies tls servers; empty = as [trust] says
};
struct ApiConfig {
  std::string socket;
  std::string product_socket;
  std::string admin_group = "smart-agent-admin";
  std::string monitor_group = "smart-agent-monitor";
  std::vector<std::string> product_users;
};
struct LabConfig {
  std::string ssm_admin;
  std::string admin_token_file;
};

struct Config {
  Policy policy;  // catalog, license type, `[policy]` overrides, and what [product] and [usage] say of it, merged
  std::string catalog_file;
  std::string tags_file;        // what replaces tags of the catalog; empty = nothing does
  std::string license_type;     // as written; policy.license_type is what it comes to in this deployment
  std::string deployment_type;  // empty = any (R-LIFE-4)
  std::optional<std::string> serial;
  bool hostname_privacy = false;
  TransportSettings transport;  // as the files say; effective_settings.hpp knows what holds
  TrustConfig trust;
  LogConfig log;
  SyslogConfig syslog;
  ApiConfig api;
  LabConfig lab;
  int history_retention_days = 400;
};

// Where a run's files lie; from the command line, before any file is read.
struct Places {
  std::string config_file = "/etc/smart-agent/smart-agent.toml";
  std::string state_dir = "/var/lib/smart-agent";
  std::string runtime_dir = "/run/smart-agent";
  std::vector<std::string> catalog_dirs;  // searched in order; first match wins
  bool lab = false;                       // [lab] is allowed
  std::string credentials_dir;            // $CREDENTIALS_DIRECTORY of systemd's LoadCredential=; empty = none
  bool only_checked = false;  // nothing will run with it: credentials that only the service has are taken on trust
};

struct ConfigProblem {
  std::string file;
  int line = 0;
  int column = 0;
  std::string text;  // cause and remedy, one sentence
};

// Every key that the files set, by its full name ("syslog.form"), with its value as text: for comparing two readings.
using WrittenKeys = std::map<std::string, std::string>;

// What one file after another says. `problems` empty = `config` is usable; all problems are found in one pass.
// `warnings` are about what works and is better changed.
struct ConfigOutcome {
  Config config;
  std::vector<ConfigProblem> problems;
  std::vector<ConfigProblem> warnings;
  WrittenKeys written = {};
};

// Reads `places.config_file` and conf.d/*.toml beside it (sorted; later wins), then the catalog it names.
[[nodiscard]] ConfigOutcome load_config(const Places& places);

// "FILE:LINE:COLUMN: error: text", one line a problem.
[[nodiscard]] std::string describe(const ConfigProblem& problem);
// The same for one of the warnings: "FILE:LINE:COLUMN: warning: text".
[[nodiscard]] std::string describe_warning(const ConfigProblem& warning);

}  // namespace lic
