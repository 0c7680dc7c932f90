#include "daemon/api/admission.hpp"

#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"

namespace lic::api {

std::variant<RouteMatch, ApiResponse> admit(const RequestHead& head, const Roles& roles,
                                            std::span<const ApiRoute> table) {
  if (!is_local(head.origin)) {
    return problem(Error(ErrorCode::permission_denied, "Requests from web pages or for other hosts are refused",
                         "Use smart-agentctl, or a client that sends neither Origin nor Referer"));
  }
  RouteMatch match = find_route(table, head.method, path_of(head.target));
  const Permission needed = match.route == nullptr ? Permission::read_usage : match.route->permission;
  if (!is_allowed(needed, roles)) {
    return problem(Error(ErrorCode::permission_denied, "This user may not do that",
                         "Ask for membership in the operators' group, or run it as root"));
  }
  if (match.route != nullptr) return match;
  if (match.allow.empty()) {
    return problem(Error(ErrorCode::not_found, "There is nothing at this path", "See the local API's description"));
  }
  ApiResponse response = problem(Error(ErrorCode::invalid_argument, "This path has no such method", "Use one of Allow"),
                                 {.status = 405, .code = {}});
  response.allow = match.allow;
  return response;
}

ApiResponse header_too_large() {
  return problem(Error(ErrorCode::invalid_argument, "The header is larger than 8 KiB", "Send a smaller header"),
                 {.status = 431, .code = {}});
}

ApiResponse body_too_large() {
  return problem(Error(ErrorCode::invalid_argument, "The body is larger than 1 MiB", "Send less in one request"),
                 {.status = 413, .code = {}});
}

ApiResponse not_http(const std::string& reason) {
  return problem(
      Error(ErrorCode::invalid_argument, "The request is not valid HTTP/1.1: " + reason, "Use an HTTP/1.1 client"));
}

ApiResponse too_late() {
  return problem(Error(ErrorCode::deadline_exceeded,
                       "The outcome has not come in time; the agent goes on in the background",
                       "Look at the state later"));
}

}  // namespace lic::api
