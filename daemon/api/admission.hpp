#pragma once
// Whether a request may go on to its handler; decided from its header, before the body is read (interfaces.md section
// 3).

#include <span>
#include <string_view>
#include <variant>

#include "daemon/api/access.hpp"
#include "daemon/api/http_message.hpp"
#include "daemon/api/router.hpp"

namespace lic::api {

struct RequestHead {
  Method method = Method::other;
  std::string_view target;
  RequestOrigin origin;
};

// The route to take, or the response that refuses.
[[nodiscard]] std::variant<RouteMatch, ApiResponse> admit(const RequestHead& head, const Roles& roles,
                                                          std::span<const ApiRoute> table);

// What a request that is too large, not HTTP or too slow is told.
[[nodiscard]] ApiResponse header_too_large();
[[nodiscard]] ApiResponse body_too_large();
[[nodiscard]] ApiResponse not_http(const std::string& reason);
[[nodiscard]] ApiResponse too_late();

}  // namespace lic::api
