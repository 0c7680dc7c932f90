#pragma once
// The local API as the commands see it: JSON out, JSON or a problem in.

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/cli/http_client.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/problem.hpp"

namespace lic::cli {

struct DaemonAnswer {
  int status = 0;
  Json body;  // null when the answer has none
};

// One call. `body` null = none.
struct Call {
  std::string method = "GET";
  std::string target;
  Json body;
  Millis time_limit = 30 * kSecond;
  std::function<bool(std::string_view)> take_body = {};  // as HttpRequest's: then a good answer has no JSON
};

class DaemonClient {
public:
  // `http` must live longer; `socket_path` is for texts only.
  DaemonClient(HttpClient& http, std::string socket_path) : http_(http), socket_path_(std::move(socket_path)) {}

  // An error status is a Problem, and so is no answer: code "not_running" (exit 75) when nobody listens or the
  // connection ended in mid-answer, "permission_denied" (4) when the socket may not be opened.
  [[nodiscard]] Outcome<DaemonAnswer> call(const Call& call);
  [[nodiscard]] Outcome<Json> get(std::string target);

private:
  [[nodiscard]] Problem problem_of_failure(const HttpFailed& failed) const;

  HttpClient& http_;
  std::string socket_path_;
};

// Whether repeating the call later may help, because the daemon was not there or went away (exit 75).
[[nodiscard]] bool is_daemon_gone(const Problem& problem);

}  // namespace lic::cli
