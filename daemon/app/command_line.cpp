#include "daemon/app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/error_codes.hpp"
#include "persistence/migrations.hpp"

namespace lic {
namespace {

constexpr std::string_view kManual = "manual:";

std::optional<WallTime> manual_position(std::string_view text) {
  if (!text.starts_with(kManual)) return std::nullopt;
  return from_rfc3339(text.substr(kManual.size()));
}

// The packages read the second line: a version that does not know a state's schema is not installed over it.
std::string version_text() {
  return std::string("smart-agentd ") + LIC_VERSION + "\nstate schema " + std::to_string(newest_schema());
}

int usage_error(const char* what) {
  std::fprintf(stderr, "error: usage: %s; see smart-agentd --help\n", what);
  return kExitUsage;
}

void add_restore(CLI::App& app, RestoreOptions& restore) {
  CLI::Option* const file =
      app.add_option("--restore", restore.file, "Put this backup into the state directory and exit");
  app.add_option("--passphrase-file", restore.passphrase_file, "Its passphrase; - = standard input")->needs(file);
  app.add_flag("--show", restore.show, "With --restore: only check it and say what is in it")->needs(file);
  app.add_flag("--replace", restore.replace, "With --restore: in place of a state that is there")->needs(file);
  app.add_flag("--json", restore.json, "With --restore: JSON instead of text")->needs(file);
}

}  // namespace

std::variant<Options, int> read_command_line(int argc, char** argv) {
  Options options;
  std::string lab_clock;
  std::string lab_crash;
  CLI::App app("Smart licensing agent of one product instance", "smart-agentd");
  app.set_version_flag("--version", version_text());
  app.add_option("--config", options.places.config_file, "Configuration file")->capture_default_str();
  app.add_option("--state-dir", options.places.state_dir, "Durable state")->capture_default_str();
  app.add_option("--runtime-dir", options.places.runtime_dir, "Sockets")->capture_default_str();
  app.add_option("--catalog-dir", options.places.catalog_dirs, "Folder of catalogs; repeatable, first match wins");
  app.add_flag("--check-config", options.check_config, "Print every problem of the configuration and exit");
  app.add_flag("--lab", options.places.lab, "Lab mode: time stands until it is moved, loopback only");
  app.add_option("--lab-clock", lab_clock, "manual:RFC3339, where the lab clock of an empty directory starts");
  app.add_option("--lab-seed", options.lab_seed, "Seed of what is drawn in lab mode")->capture_default_str();
  app.add_option("--lab-kill-at-commit", lab_crash,
                 "N, N:before, N:after or N:effect: in lab mode, cut the power at the Nth commit; 0 only counts");
  RestoreOptions restore;
  add_restore(app, restore);
  // CLI11 reports by exceptions; they end here.
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  if (options.places.catalog_dirs.empty()) {
    options.places.catalog_dirs = {"/etc/smart-agent/catalogs", "/usr/share/smart-agent/catalogs"};
  }
  options.places.only_checked = options.check_config || !restore.file.empty();
  if (const char* const credentials = ::getenv("CREDENTIALS_DIRECTORY")) options.places.credentials_dir = credentials;
  if (!lab_crash.empty()) {
    options.lab_crash = read_crash_point(lab_crash);
    if (!options.lab_crash) return usage_error("--lab-kill-at-commit is not N, N:before, N:after or N:effect");
    if (!options.places.lab) return usage_error("--lab-kill-at-commit needs --lab");
  }
  if (!restore.file.empty()) {
    if (restore.passphrase_file.empty()) return usage_error("--restore needs --passphrase-file");
    options.restore = std::move(restore);
  }
  if (lab_clock.empty()) return options;
  options.lab_clock = manual_position(lab_clock);
  if (!options.lab_clock) return usage_error("--lab-clock is not manual:RFC3339");
  if (!options.places.lab) return usage_error("--lab-clock needs --lab");
  return options;
}

}  // namespace lic
