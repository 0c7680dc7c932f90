#pragma once
// The table of routes: one line a route.

#include <span>
#include <string>
#include <string_view>

#include "daemon/api/access.hpp"
#include "daemon/api/api_context.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

// How long an answer may take before the client is told that the work goes on without it.
enum class Patience {
  none,           // answered after the next commit
  one_exchange,   // with SSM
  trial,          // of a new way to SSM
  two_exchanges,  // final report and deregistration
  unlimited,      // an advance of lab time, a backup
};

using Handler = void (*)(const ApiContext& context, const ApiRequest& request, const Reply& reply);

struct ApiRoute {
  Method method;
  std::string_view pattern;  // "/v1/seats/{id}"; {id} matches one segment
  Permission permission;
  Patience patience;
  Handler handler;
};

// Lab routes do not exist outside lab mode (interfaces.md section 8).
[[nodiscard]] std::span<const ApiRoute> plain_routes();
[[nodiscard]] std::span<const ApiRoute> lab_routes();

struct RouteMatch {
  const ApiRoute* route = nullptr;  // none: no such path, or not with this method
  std::string id;
  std::string allow;  // methods of the path; empty = no such path
};
[[nodiscard]] RouteMatch find_route(std::span<const ApiRoute> table, Method method, std::string_view path);

[[nodiscard]] std::string_view name_of(Method method);

}  // namespace lic::api
