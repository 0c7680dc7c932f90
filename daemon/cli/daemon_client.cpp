#include "daemon/cli/daemon_client.hpp"

#include <utility>

namespace lic::cli {
bool is_daemon_gone(const Problem& problem) { return problem.exit_code == kExitNotRunning; }

Problem DaemonClient::problem_of_failure(const HttpFailed& failed) const {
  switch (failed.kind) {
    case HttpFailure::nobody_listens:
      return Problem{kExitNotRunning, "not_running", "no daemon answers at " + socket_path_,
                     "start it with 'systemctl start smart-agentd', or name its socket with --socket"};
    case HttpFailure::not_permitted:
      return Problem{kExitNotPermitted, "permission_denied", "this user may not open " + socket_path_,
                     "become root or a member of the group smart-agent-admin (to read: smart-agent-monitor)"};
    case HttpFailure::cut_off:
      return Problem{kExitNotRunning, "not_running", "the daemon at " + socket_path_ + " went away before it answered",
                     "see 'systemctl status smart-agentd', then look with 'smart-agentctl status' what was done"};
    case HttpFailure::timed_out:
      return Problem{kExitUnreachable, "deadline_exceeded", "the daemon at " + socket_path_ + " gave no answer in time",
                     "look with 'smart-agentctl status' what was done, and into the log (journalctl -u smart-agentd)"};
    case HttpFailure::other: break;
  }
  return Problem{kExitBug, "internal", "the exchange with " + socket_path_ + " failed: " + failed.text,
                 "look into the daemon's log (journalctl -u smart-agentd)"};
}

Outcome<DaemonAnswer> DaemonClient::call(const Call& call) {
  HttpRequest request;
  request.method = call.method;
  request.target = call.target;
  if (!call.body.is_null()) request.body = call.body.dump(-1, ' ', false, Json::error_handler_t::replace);
  request.time_limit = call.time_limit;
  request.take_body = call.take_body;
  const HttpOutcome outcome = http_.exchange(request);
  if (const auto* failed = std::get_if<HttpFailed>(&outcome)) return problem_of_failure(*failed);
  const auto& answer = std::get<HttpAnswer>(outcome);
  if (answer.status >= 400) return problem_of_answer(answer.status, answer.body);
  if (answer.body.empty()) return DaemonAnswer{answer.status, nullptr};
  auto body = parse_json(answer.body);
  if (!body) {
    return Problem{kExitBug, "internal",
                   "the answer of the daemon to " + call.method + " " + call.target + " is no JSON",
                   "check with --socket that " + socket_path_ + " belongs to smart-agentd of this version"};
  }
  return DaemonAnswer{answer.status, std::move(*body)};
}

Outcome<Json> DaemonClient::get(std::string target) {
  Call request;
  request.target = std::move(target);
  auto answer = call(request);
  if (!answer) return answer.error();
  return std::move(answer->body);
}

}  // namespace lic::cli
