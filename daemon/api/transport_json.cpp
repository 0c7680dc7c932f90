#include "daemon/api/transport_json.hpp"

#include <chrono>

#include "agent/names.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/config/effective_settings.hpp"
#include "daemon/config/transport_check.hpp"
#include "daemon/config/transport_words.hpp"
#include "transport/http_target.hpp"

namespace lic::api {
namespace {

// Whole seconds as such; fractions are for the lab.
Json timeout_seconds(Millis duration) {
  if (duration % kSecond == Millis{0}) return duration / kSecond;
  return std::chrono::duration<double>(duration).count();
}

Json proxy_json(const std::optional<ProxySettings>& proxy) {
  if (!proxy) return nullptr;
  return {{"host", proxy->host},
          {"port", proxy->port},
          {"scheme", word_of(proxy->scheme)},
          {"user", text_or_null(proxy->user)},
          {"password_file", text_or_null(proxy->password_file)},
          {"ca_file", text_or_null(proxy->ca_file)}};
}

Json effective_url_json(const TransportSettings& transport) {
  const auto url = effective_url(transport);
  return url.has_error() ? Json(nullptr) : Json(*url);
}

const char* set_by(const Reading& reading) { return reading.state.sections.settings.transport ? "command" : "file"; }

Json note_json(const TransportSettings& transport) {
  return transport.mode == TransportMode::call_home ? Json(kCallHomeDeprecated) : Json(nullptr);
}

Json last_change_json(const TransportChange* change) {
  if (change == nullptr || !change->last()) return nullptr;
  const LastChange& last = *change->last();
  return {{"at", date(last.at)},
          {"outcome", name_of(last.outcome)},
          {"code", last.code ? Json(failure_row(*last.code).name) : Json(nullptr)},
          {"cause", last.code ? Json(name_of(cause_of(*last.code))) : Json(nullptr)},
          {"text", last.text},
          {"remedy", text_or_null(last.remedy)}};
}

}  // namespace

Json transport_json(const TransportSettings& transport) {
  return {{"mode", word_of(transport.mode)},
          {"route", word_of(transport.route)},
          {"url", text_or_null(transport.url)},
          {"connect_timeout_seconds", timeout_seconds(transport.connect_timeout)},
          {"total_timeout_seconds", timeout_seconds(transport.total_timeout)},
          {"ip_version", word_of(transport.ip_version)},
          {"no_proxy", transport.no_proxy},
          {"proxy", proxy_json(transport.proxy)}};
}

Json transport_view_json(const ApiContext& context, const Reading& reading) {
  const TransportSettings& transport = effective_transport(reading.state.sections.settings, context.config);
  Json body = transport_json(transport);
  body["effective_url"] = effective_url_json(transport);
  body["set_by"] = set_by(reading);
  body["note"] = note_json(transport);
  body["last_change"] = last_change_json(context.transport_change);
  return body;
}

Json transport_summary_json(const ApiContext& context, const Reading& reading) {
  const TransportSettings& transport = effective_transport(reading.state.sections.settings, context.config);
  return {{"mode", word_of(transport.mode)},
          {"route", word_of(transport.route)},
          {"url", effective_url_json(transport)},
          {"proxy", proxy_json(transport.proxy)},
          {"set_by", set_by(reading)},
          {"note", note_json(transport)}};
}

}  // namespace lic::api
