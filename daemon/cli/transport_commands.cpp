#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/setting_change.hpp"
#include "daemon/cli/text_layout.hpp"
#include "daemon/cli/transport_text.hpp"

namespace lic::cli {
namespace {

constexpr const char* kCallHome = "call-home";
// Where an on-prem SSM takes requests (wire P8, P9).
constexpr std::string_view kSmartPath = "/SmartTransport";
constexpr std::string_view kCallHomePath = "/Transportgateway/services/DeviceRequestHandler";

// PUT takes the whole of the settings and nothing else.
constexpr const char* kKeys[] = {"mode",       "route",    "url",  "connect_timeout_seconds", "total_timeout_seconds",
                                 "ip_version", "no_proxy", "proxy"};

Outcome<Json> settings_now(Session session) {
  const auto answer = session.daemon.get(std::string{routes::kTransport});
  if (!answer) return answer.error();
  Json settings = Json::object();
  for (const char* key : kKeys) settings[key] = member_at(*answer, key);
  return settings;
}

Outcome<int> put(Session session, const Options& options, Json settings) {
  const bool is_call_home = text_at(settings, "mode") == kCallHome;
  const auto done = change_setting(
      session, options, {"PUT", std::string{routes::kTransport}, std::move(settings), "Trying the new way to SSM"});
  if (done && is_call_home && !options.json) {
    Page page;
    page.line(0, "Smart Call Home is deprecated by the vendor; 'smart-agentctl transport mode smart' goes back.");
    session.console.print(page.text());
  }
  return done;
}

// A route without a proxy leaves none behind.
Outcome<int> go_without_proxy(Session session, const Options& options, const char* route, const Json& url) {
  auto settings = settings_now(session);
  if (!settings) return settings.error();
  (*settings)["route"] = route;
  (*settings)["url"] = url;
  (*settings)["proxy"] = nullptr;
  return put(session, options, std::move(*settings));
}

std::string on_prem_url(const std::string& where, std::string_view mode) {
  if (where.find("://") != std::string::npos) return where;
  const bool is_ipv6 = where.find(':') != where.rfind(':') && !where.starts_with('[');
  return "https://" + (is_ipv6 ? "[" + where + "]" : where) +
         std::string{mode == kCallHome ? kCallHomePath : kSmartPath};
}

// An on-prem SSM takes the two modes at two paths.
void adapt_path(Json& settings, std::string_view mode) {
  const std::string_view from = mode == kCallHome ? kSmartPath : kCallHomePath;
  const std::string_view to = mode == kCallHome ? kCallHomePath : kSmartPath;
  std::string url = text_at(settings, "url").value_or("");
  if (!url.ends_with(from)) return;
  url.resize(url.size() - from.size());
  settings["url"] = url + std::string{to};
}

// The daemon takes absolute paths, and names of systemd credentials as they are.
Json path_or_null(const std::string& path) {
  if (path.empty()) return nullptr;
  if (path.starts_with("credential:")) return path;
  std::error_code failure;
  const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
  return failure ? path : absolute.lexically_normal().string();
}

}  // namespace

Outcome<int> run_transport_show(Session session, const Options& options) {
  const auto answer = session.daemon.get(std::string{routes::kTransport});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(*answer) + "\n");
  } else {
    add_transport_view(page, *answer);
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_transport_direct(Session session, const Options& options) {
  return go_without_proxy(session, options, "direct", nullptr);
}

Outcome<int> run_transport_gateway(Session session, const Options& options) {
  return go_without_proxy(session, options, "gateway", options.url);
}

Outcome<int> run_transport_on_prem(Session session, const Options& options) {
  const auto settings = settings_now(session);
  if (!settings) return settings.error();
  const std::string url = on_prem_url(options.host, text_at(*settings, "mode").value_or(""));
  return go_without_proxy(session, options, "gateway", url);
}

Outcome<int> run_transport_proxy(Session session, const Options& options) {
  auto settings = settings_now(session);
  if (!settings) return settings.error();
  const bool was_proxy = text_at(*settings, "route") == "proxy";
  (*settings)["route"] = "proxy";
  if (!options.url.empty()) {
    (*settings)["url"] = options.url;
  } else if (!was_proxy) {
    (*settings)["url"] = nullptr;
  }
  (*settings)["proxy"] = {{"host", options.host},
                          {"port", options.port},
                          {"scheme", options.scheme},
                          {"user", options.user.empty() ? Json(nullptr) : Json(options.user)},
                          {"password_file", path_or_null(options.password_file)},
                          {"ca_file", path_or_null(options.ca_file)}};
  return put(session, options, std::move(*settings));
}

Outcome<int> run_transport_no_proxy(Session session, const Options& options) {
  auto settings = settings_now(session);
  if (!settings) return settings.error();
  (*settings)["no_proxy"] = options.items;
  return put(session, options, std::move(*settings));
}

Outcome<int> run_transport_mode(Session session, const Options& options) {
  auto settings = settings_now(session);
  if (!settings) return settings.error();
  (*settings)["mode"] = options.mode;
  adapt_path(*settings, options.mode);
  return put(session, options, std::move(*settings));
}

Outcome<int> run_transport_reset(Session session, const Options& options) {
  return change_setting(
      session, options,
      {"POST", std::string{routes::kTransportReset}, Json::object(), "Trying the configuration's way"});
}

}  // namespace lic::cli
