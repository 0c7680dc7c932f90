#pragma once
// Errors as RFC 9457 problem objects, and the plain answers beside them.

#include <optional>
#include <string>

#include "agent/result.hpp"
#include "daemon/api/http_message.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {

// `status` replaces the usual HTTP status of the code (limits of HTTP itself); `code` replaces its name (refused
// sign-ins), and `more` are further members of it.
struct ProblemShape {
  std::optional<int> status;
  std::string code;
  Json more = Json::object();
};
[[nodiscard]] ApiResponse problem(const Error& error, const ProblemShape& shape = {});
// The inbox is full: nothing was done (interfaces.md section 3).
[[nodiscard]] ApiResponse too_busy();

[[nodiscard]] ApiResponse json_response(const Json& value, int status = 200);
[[nodiscard]] ApiResponse no_content();

}  // namespace lic::api
