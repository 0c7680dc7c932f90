#pragma once
// `smart-agentd --restore FILE`: what smart-agentctl runs for `restore` while no daemon does. As root it becomes the
// owner of the state directory first, so that every file belongs to whom the daemon runs as.

#include "daemon/app/command_line.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// Checks all of a backup and prints what is in it; needs no configuration and touches nothing. The exit code.
[[nodiscard]] int show_backup(const RestoreOptions& options);

// The configuration tells which machine this is; where it is bad, nothing is restored. Tells its first problem and
// returns kExitConfiguration.
[[nodiscard]] int refuse_restore(const RestoreOptions& options, const ConfigOutcome& outcome);

// Restores and prints what comes next. The exit code, as the table of interfaces.md section 2 has it; each failure with
// one line on stderr (with --json: the problem object).
[[nodiscard]] int restore_backup(const Options& options, const Config& config);

}  // namespace lic
