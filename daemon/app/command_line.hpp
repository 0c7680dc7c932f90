#pragma once
// The command line of smart-agentd.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "agent/time.hpp"
#include "daemon/config/config.hpp"
#include "daemon/lab/crash_point.hpp"

namespace lic {

// `--restore FILE`: instead of running, put a backup into the state directory (docs/backup.md).
struct RestoreOptions {
  std::string file;
  std::string passphrase_file;  // "-" = standard input
  bool show = false;            // only say what is in it, when all of it was found good
  bool replace = false;         // a state that is there
  bool json = false;
};

struct Options {
  Places places;
  std::optional<RestoreOptions> restore;
  bool check_config = false;
  std::optional<WallTime> lab_clock;  // initialises an empty directory only
  std::uint64_t lab_seed = 1;
  std::optional<CrashPoint> lab_crash;  // only in the lab
};

// The options, or the exit code when there is nothing to run (--help, --version, a usage error; all already printed).
[[nodiscard]] std::variant<Options, int> read_command_line(int argc, char** argv);

}  // namespace lic
