#include "daemon/api/admission.hpp"

#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"

namespace lic::api {

std::variant<RouteMatch, ApiResponse> admit(const RequestHead& head, const Roles& roles,
                                            std::span<const ApiRoute> table) {
  if (!is_local(head.origin)) {
    return problem(Error(ErrorCode::permission_denied, "requests from web pages or for other hosts are refused",
                         "use smart-agentctl, or a client that sends neither Origin nor Referer"));
  }
  RouteMatch match = find_route(table, head.method, path_of(head.target));
  const Permission needed = match.route == nullptr ? Permission::read_usage : match.route->permission;
  if (!is_allowed(needed, roles)) {
    return problem(Error(ErrorCode::permission_denied, "this user may not do that",
                         "ask for membership in the operators' group, or run it as root"));
  }
  if (match.route != nullptr) return match;
  if (match.allow.empty()) {
    return problem(
        Error(ErrorCode::not_found, "there is nothing at this path", "correct the path; this version may not have it"));
  }
  ApiResponse response =
      problem(Error(ErrorCode::invalid_argument, "this path has no such method", "use one that the Allow header names"),
              {.status = 405, .code = {}});
  response.allow = match.allow;
  return response;
}

ApiResponse header_too_large() {
  return problem(Error(ErrorCode::invalid_argument, "the header is larger than 8 KiB", "send a smaller header"),
                 {.status = 431, .code = {}});
}

ApiResponse body_too_large() {
  return problem(Error(ErrorCode::invalid_argument, "the body is larger than 1 MiB", "send less in one request"),
                 {.status = 413, .code = {}});
}

ApiResponse not_http(const std::string& reason) {
  return problem(
      Error(ErrorCode::invalid_argument, "the request is not valid HTTP/1.1: " + reason, "use an HTTP/1.1 client"));
}

ApiResponse too_late() {
  return problem(Error(ErrorCode::deadline_exceeded,
                       "the outcome has not come in time; the agent goes on in the background",
                       "look at the state later"));
}

}  // namespace lic::api
