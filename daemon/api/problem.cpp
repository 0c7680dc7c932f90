#include "daemon/api/problem.hpp"

#include "agent/names.hpp"
#include "agent/time_text.hpp"
#include "daemon/api_types/error_codes.hpp"

namespace lic::api {

ApiResponse problem(const Error& error, const ProblemShape& shape) {
  const ErrorCodeRow& row = row_of(error.code);
  const int status = shape.status.value_or(row.http_status);
  Json body;
  body["type"] = "about:blank";
  body["title"] = row.title;
  body["status"] = status;
  body["detail"] = error.what;
  body["code"] = shape.code.empty() ? std::string(row.name) : shape.code;
  body["remedy"] = error.remedy;
  body["next_attempt"] = error.next_attempt ? Json(to_rfc3339(*error.next_attempt)) : Json(nullptr);
  body["failure"] = error.failure ? Json(failure_row(*error.failure).name) : Json(nullptr);
  body["cause"] = error.failure ? Json(name_of(cause_of(*error.failure))) : Json(nullptr);
  body.update(shape.more);
  return {.status = status, .content_type = "application/problem+json", .body = to_text(body), .allow = {}, .more = {}};
}

ApiResponse too_busy() {
  return problem(Error(ErrorCode::resource_exhausted, "the agent has more requests waiting than it takes",
                       "try again in a moment"),
                 {.status = 503, .code = {}});
}

ApiResponse json_response(const Json& value, int status) {
  return {.status = status, .content_type = "application/json", .body = to_text(value), .allow = {}, .more = {}};
}

ApiResponse no_content() { return {.status = 204, .content_type = {}, .body = {}, .allow = {}, .more = {}}; }

}  // namespace lic::api
