#include "daemon/api/router.hpp"

#include <optional>
#include <utility>

#include "daemon/api/query.hpp"

namespace lic::api {
namespace {

constexpr std::string_view kPlaceholder = "{id}";

// The {id} of a path that fits the pattern; empty for patterns without one.
std::optional<std::string> fit(std::string_view pattern, std::string_view path) {
  const auto hole = pattern.find('{');
  if (hole == std::string_view::npos) return pattern == path ? std::optional(std::string{}) : std::nullopt;
  const std::string_view before = pattern.substr(0, hole);
  const std::string_view after = pattern.substr(hole + kPlaceholder.size());
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
    return std::nullopt;
  }
  path.remove_prefix(before.size());
  path.remove_suffix(after.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return percent_decoded(path);
}

std::string methods_at(std::span<const ApiRoute> table, std::string_view path) {
  std::string methods;
  for (const ApiRoute& route : table) {
    if (!fit(route.pattern, path)) continue;
    if (!methods.empty()) methods += ", ";
    methods += name_of(route.method);
  }
  return methods;
}

}  // namespace

RouteMatch find_route(std::span<const ApiRoute> table, Method method, std::string_view path) {
  for (const ApiRoute& route : table) {
    if (route.method != method) continue;
    if (auto id = fit(route.pattern, path)) return {.route = &route, .id = std::move(*id), .allow = {}};
  }
  return {.route = nullptr, .id = {}, .allow = methods_at(table, path)};
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::put: return "PUT";
    case Method::post: return "POST";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::other: return "";
  }
  return "";
}

}  // namespace lic::api
