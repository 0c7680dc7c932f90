#include "tests/lab/admin_api.hpp"

#include <openssl/crypto.h>

#include <array>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

struct Route {
  const char* method;
  std::string_view path;  // `*` leaves one part open
  AdminAnswer (*run)(Peer&, const AdminRequest&);
};

constexpr std::array<Route, 30> kRoutes = {{
    {"GET", "/admin/clock", get_clock},
    {"POST", "/admin/clock", post_clock},
    {"GET", "/admin/accounts", get_accounts},
    {"POST", "/admin/accounts", post_accounts},
    {"PUT", "/admin/accounts/*", put_account},
    {"GET", "/admin/accounts/*/pools", get_pools},
    {"PUT", "/admin/accounts/*/pools", put_pools},
    {"POST", "/admin/transfer", post_transfer},
    {"GET", "/admin/tokens", get_tokens},
    {"POST", "/admin/tokens", post_tokens},
    {"DELETE", "/admin/tokens/*", delete_token},
    {"GET", "/admin/instances", get_instances},
    {"DELETE", "/admin/instances/*", delete_instance},
    {"POST", "/admin/instances/*/revoke", revoke_instance},
    {"GET", "/admin/usage", get_usage},
    {"GET", "/admin/reservations", get_reservations},
    {"POST", "/admin/reservations", post_reservations},
    {"PUT", "/admin/reservations/*", put_reservation},
    {"DELETE", "/admin/reservations/*", delete_reservation},
    {"POST", "/admin/reservations/confirm", post_confirmation},
    {"POST", "/admin/reservations/return", post_return},
    {"POST", "/admin/reservations/forge", post_forgery},
    {"GET", "/admin/faults", get_faults},
    {"POST", "/admin/faults", post_faults},
    {"DELETE", "/admin/faults", delete_faults},
    {"GET", "/admin/settings", get_settings},
    {"PUT", "/admin/settings", put_settings},
    {"POST", "/admin/synchronize", post_synchronize},
    {"GET", "/admin/exchanges", get_exchanges},
    {"GET", "/admin/notifications", get_notifications},
}};

int hex_value(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape =
        text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
    if (!is_escape) {
      decoded += text[at];
      continue;
    }
    decoded += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
    at += 2;
  }
  return decoded;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// The open parts if the path fits the pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> parameters;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (wanted[at] == "*" && !given[at].empty()) {
      parameters.push_back(percent_decoded(given[at]));
    } else if (wanted[at] != given[at]) {
      return std::nullopt;
    }
  }
  return parameters;
}

std::map<std::string, std::string> parse_query(std::string_view text) {
  std::map<std::string, std::string> query;
  for (const std::string_view pair : split(text, '&')) {
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    query[percent_decoded(pair.substr(0, equals))] = percent_decoded(pair.substr(equals + 1));
  }
  return query;
}

AdminAnswer run_in_transaction(Peer& peer, const Route& route, const AdminRequest& request) {
  peer.database->begin();
  AdminAnswer answer = route.run(peer, request);
  if (!peer.database->commit()) return admin_error(500, "the lab's storage failed");
  return answer;
}

AdminAnswer dispatch(Peer& peer, const HttpRequest& request) {
  const std::string_view target = request.target;
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  bool is_path_known = false;
  for (const Route& route : kRoutes) {
    auto parameters = match(route.path, path);
    if (!parameters) continue;
    is_path_known = true;
    if (request.method != route.method) continue;
    AdminRequest admin_request;
    admin_request.parameters = std::move(*parameters);
    if (question != std::string_view::npos) admin_request.query = parse_query(target.substr(question + 1));
    if (request.method == "POST" || request.method == "PUT") {
      auto body = parse_object(request.body);
      if (!body) return admin_error(400, "body: " + body.error().text);
      admin_request.body = std::move(*body);
    }
    return run_in_transaction(peer, route, admin_request);
  }
  return is_path_known ? admin_error(405, "method not allowed here") : admin_error(404, "no such route");
}

HttpAnswer to_http(const AdminAnswer& answer) {
  HttpAnswer http;
  http.status = answer.status;
  if (!answer.body.is_null()) http.body = to_text(answer.body) + "\n";
  return http;
}

// The name without the port.
std::string_view host_name(std::string_view host) {
  if (host.rfind('[', 0) == 0) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_own_host(const std::optional<std::string>& host) {
  if (!host) return false;
  const std::string_view name = host_name(*host);
  return name == "localhost" || name == "[::1]" || name.rfind("127.", 0) == 0;
}

bool is_token_right(const std::optional<std::string>& authorization, const std::string& token) {
  const std::string wanted = "Bearer " + token;
  return authorization && authorization->size() == wanted.size() &&
         CRYPTO_memcmp(authorization->data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace

AdminAnswer admin_error(unsigned status, const std::string& sentence) { return {status, {{"error", sentence}}}; }

std::optional<HttpAnswer> refuse_stranger(const HttpRequest& request, const std::string& admin_token) {
  if (!is_own_host(request.host)) return to_http(admin_error(403, "Host must be a loopback name"));
  if (request.origin && *request.origin != "http://" + *request.host) {
    return to_http(admin_error(403, "Origin must be this API's own"));
  }
  if (is_token_right(request.authorization, admin_token)) return std::nullopt;
  HttpAnswer answer = to_http(admin_error(401, "Authorization: Bearer with the contents of admin-token is needed"));
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

HttpAnswer answer_admin_request(Peer& peer, const HttpRequest& request) { return to_http(dispatch(peer, request)); }

}  // namespace ssm_lab
