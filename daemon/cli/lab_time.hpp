#pragma once
// Lab time of a daemon in lab mode (interfaces.md section 8).

#include "agent/time.hpp"
#include "daemon/cli/daemon_client.hpp"

namespace lic::cli {

struct LabPosition {
  WallTime now;
  bool is_settled = false;  // everything due has happened and was answered
  Json answer;              // as the daemon gave it
};

// A daemon that is not in lab mode has no such route: exit code 3.
[[nodiscard]] Outcome<LabPosition> lab_position(DaemonClient& daemon);
// Returns when everything due until then has happened.
[[nodiscard]] Outcome<LabPosition> move_lab_time(DaemonClient& daemon, WallTime to);
// `body` as in interfaces.md section 8: {"off_until"} or {"step_seconds"}.
[[nodiscard]] Outcome<LabPosition> change_lab_time(DaemonClient& daemon, Json body);

}  // namespace lic::cli
