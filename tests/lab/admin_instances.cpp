// Admin routes about tokens, product instances and what they report.
#include "tests/lab/admin_api.hpp"

namespace ssm_lab {
namespace {

// As long as the vendor's tokens live when nothing else is said.
constexpr std::int64_t kTokenLifeMs = std::int64_t{30} * 86'400'000;

std::optional<std::string> find_query(const AdminRequest& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

AdminAnswer retire_instance(Peer& peer, const StateChange& change) {
  const auto instance = peer.instances.find(change.instance);
  if (!instance || instance->state != kActive) return admin_error(404, "no such active instance");
  peer.instances.retire(change);
  peer.accounts.note_compliance(instance->account, peer.now_ms());
  return {204, nullptr};
}

}  // namespace

AdminAnswer get_tokens(Peer& peer, const AdminRequest&) { return {200, {{"tokens", peer.tokens.list()}}}; }

AdminAnswer post_tokens(Peer& peer, const AdminRequest& request) {
  const Json& body = request.body;
  const auto account = peer.accounts.find(read_string(body, "virtual_account").value_or(kDefaultVirtualAccount));
  if (!account) return admin_error(404, "no such virtual account");
  TokenOrder order;
  order.account = account->id;
  order.uses = read_integer(body, "uses");
  if (has_value(body, "uses") && order.uses.value_or(0) < 1) return admin_error(400, "uses must be 1 or more");
  order.expires_ms = peer.now_ms() + kTokenLifeMs;
  if (has_value(body, "expires")) {
    const auto expires = parse_rfc3339(read_string(body, "expires").value_or(""));
    if (!expires) return admin_error(400, "expires must be an RFC 3339 date and time");
    order.expires_ms = *expires;
  }
  order.is_export_controlled = read_bool(body, "export_controlled").value_or(false);
  if (order.is_export_controlled && !peer.accounts.is_export_allowed(order.account)) {
    return admin_error(409, "The virtual account " + account->virtual_account +
                                " is not allowed export-controlled functionality: make the token without "
                                "export_controlled, or allow it with PUT /admin/accounts/" +
                                account->virtual_account + ".");
  }
  const std::string token = peer.tokens.create(order);
  return {
      201,
      {{"token", token}, {"virtual_account", account->virtual_account}, {"expires", format_rfc3339(order.expires_ms)}}};
}

AdminAnswer delete_token(Peer& peer, const AdminRequest& request) {
  if (!peer.tokens.revoke(request.parameters.at(0))) return admin_error(404, "no such token");
  return {204, nullptr};
}

AdminAnswer get_instances(Peer& peer, const AdminRequest&) { return {200, {{"instances", peer.instances.list()}}}; }

AdminAnswer delete_instance(Peer& peer, const AdminRequest& request) {
  return retire_instance(peer, {request.parameters.at(0), kRemoved});
}

AdminAnswer revoke_instance(Peer& peer, const AdminRequest& request) {
  return retire_instance(peer, {request.parameters.at(0), kRevoked});
}

AdminAnswer get_usage(Peer& peer, const AdminRequest& request) {
  return {200, peer.usage_reports.usage({find_query(request, "instance"), find_query(request, "tag")})};
}

}  // namespace ssm_lab
