#include "daemon/cli/lab_time.hpp"

#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/routes.hpp"

namespace lic::cli {
namespace {

// Much may be due between two positions, and each thing is an exchange with the lab SSM.
constexpr Millis kMoveLimit = kHour;

Problem explained(Problem problem) {
  if (problem.code != "not_found") return problem;
  return Problem{kExitWrongState, "failed_precondition", "the daemon is not in lab mode, it has no lab time",
                 "start a laboratory daemon with --lab and --lab-clock, and name its socket with --socket"};
}

Outcome<LabPosition> position_in(const Outcome<DaemonAnswer>& answer) {
  if (!answer) return explained(answer.error());
  const auto now = from_rfc3339(text_at(answer->body, "now").value_or(""));
  if (!now) {
    return Problem{kExitBug, "internal", "the daemon's answer about lab time names no time",
                   "check that the daemon and smart-agentctl are of the same version"};
  }
  return LabPosition{*now, flag_at(answer->body, "settled").value_or(false), answer->body};
}

}  // namespace

Outcome<LabPosition> lab_position(DaemonClient& daemon) {
  return position_in(daemon.call(Call{"GET", std::string{routes::kLabClock}, nullptr}));
}

Outcome<LabPosition> change_lab_time(DaemonClient& daemon, Json body) {
  return position_in(daemon.call(Call{"POST", std::string{routes::kLabClock}, std::move(body), kMoveLimit}));
}

Outcome<LabPosition> move_lab_time(DaemonClient& daemon, WallTime to) {
  Json body;
  body["to"] = to_rfc3339(to);
  return change_lab_time(daemon, std::move(body));
}

}  // namespace lic::cli
