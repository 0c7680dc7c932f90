#include "daemon/cli/transport_text.hpp"

#include <string>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/shown_names.hpp"

namespace lic::cli {
namespace {

std::string value_at(const Json& object, std::string_view path) { return scalar_text(member_at(object, path)); }

// What both views have after the URL.
void add_rest(Page& page, std::size_t indent, const Json& transport) {
  page.field(indent, "Proxy", proxy_text(member_at(transport, "proxy")));
  if (text_at(transport, "set_by") == "command") page.field(indent, "Set By", "command, wins over the file");
  if (const auto note = text_at(transport, "note")) page.field(indent, "Note", *note);
}

void add_last_change(Page& page, const Json& last) {
  if (!last.is_object()) return;
  page.field(0, "Last Change", shown_state(value_at(last, "outcome")) + " on " + date_at(last, "at"));
  page.line(2, value_at(last, "text"));
  if (text_at(last, "code")) page.field(2, "Code", value_at(last, "code"));
  if (text_at(last, "remedy")) page.field(2, "Remedy", value_at(last, "remedy"));
}

std::string list_text(const Json& items) {
  std::string text;
  for (const Json& item : items) text += (text.empty() ? "" : ", ") + scalar_text(item);
  return text;
}

std::string seconds_text(const Json& transport, std::string_view path) { return value_at(transport, path) + " s"; }

// What the certificate is for; names we do not know as they are.
std::string role_text(const std::string& role) {
  if (role == "tls_server") return "TLS Server";
  if (role == "tls_authority") return "TLS Authority";
  return in_title_case(role);
}

std::string days_left_text(const Json& certificate) {
  const auto days = count_at(certificate, "days_left");
  if (!days) return "";
  return *days < 0 ? " (ended)" : " (" + std::to_string(*days) + (*days == 1 ? " day left)" : " days left)");
}

}  // namespace

std::string proxy_text(const Json& proxy) {
  if (!proxy.is_object()) return scalar_text(proxy);
  std::string text = value_at(proxy, "host") + " port " + value_at(proxy, "port");
  if (text_at(proxy, "scheme") == "https") text += " (https)";
  if (const auto user = text_at(proxy, "user")) text += ", user " + *user;
  return text;
}

void add_transport(Page& page, std::size_t indent, const Json& transport) {
  page.field(indent, "Mode", value_at(transport, "mode"));
  page.field(indent, "Route", value_at(transport, "route"));
  page.field(indent, "URL", value_at(transport, "url"));
  add_rest(page, indent, transport);
}

void add_transport_view(Page& page, const Json& transport) {
  page.field(0, "Mode", value_at(transport, "mode"));
  page.field(0, "Route", value_at(transport, "route"));
  page.field(0, "URL", value_at(transport, "effective_url"));
  add_rest(page, 0, transport);
  const Json& proxy = member_at(transport, "proxy");
  if (text_at(proxy, "password_file")) page.field(0, "Proxy Password File", value_at(proxy, "password_file"));
  if (text_at(proxy, "ca_file")) page.field(0, "Proxy CA File", value_at(proxy, "ca_file"));
  page.field(0, "Without Proxy", list_text(list_at(transport, "no_proxy")));
  page.field(0, "Connect Time-out", seconds_text(transport, "connect_timeout_seconds"));
  page.field(0, "Total Time-out", seconds_text(transport, "total_timeout_seconds"));
  page.field(0, "IP Version", value_at(transport, "ip_version"));
  add_last_change(page, member_at(transport, "last_change"));
}

void add_certificates(Page& page, std::size_t indent, const Json& status) {
  for (const Json& certificate : list_at(status, "certificates")) {
    page.field(
        indent, role_text(value_at(certificate, "role")) + " Certificate",
        value_at(certificate, "subject") + " until " + date_at(certificate, "not_after") + days_left_text(certificate));
  }
}

}  // namespace lic::cli
