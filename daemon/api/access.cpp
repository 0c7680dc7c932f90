#include "daemon/api/access.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace lic::api {
namespace {

#ifndef SO_PEERGROUPS
constexpr int kPeerGroups = 59;
#else
constexpr int kPeerGroups = SO_PEERGROUPS;
#endif

// Notes what became of a name; nothing if it grants nothing.
std::optional<unsigned> taken(const char* kind, const std::string& name, const NameAnswer& answer,
                              ResolvedAccess& resolved) {
  const std::string called = kind + (" " + name);
  if (answer.error != 0)
    resolved.unlooked.push_back(called + " (" + std::system_category().message(answer.error) + ")");
  else if (!answer.id)
    resolved.unknown.push_back(called);
  return answer.id;
}

std::vector<gid_t> supplementary_groups(int socket) {
  std::vector<gid_t> groups(32);
  socklen_t size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
  int outcome = ::getsockopt(socket, SOL_SOCKET, kPeerGroups, groups.data(), &size);
  if (outcome != 0 && errno == ERANGE) {
    groups.resize(size / sizeof(gid_t));
    outcome = ::getsockopt(socket, SOL_SOCKET, kPeerGroups, groups.data(), &size);
  }
  groups.resize(outcome == 0 ? size / sizeof(gid_t) : 0);
  return groups;
}

bool is_in(const Peer& peer, const std::optional<gid_t>& group) {
  return group && std::ranges::find(peer.groups, *group) != peer.groups.end();
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  };
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

ResolvedAccess resolve_access(const ApiConfig& config, const AccountNames& names) {
  ResolvedAccess resolved{
      .rules = {.own_user = ::geteuid(), .admin_group = {}, .monitor_group = {}, .product_users = {}},
      .unknown = {},
      .unlooked = {}};
  AccessRules& rules = resolved.rules;
  if (!config.admin_group.empty())
    rules.admin_group = taken("group", config.admin_group, names.group(config.admin_group), resolved);
  if (!config.monitor_group.empty())
    rules.monitor_group = taken("group", config.monitor_group, names.group(config.monitor_group), resolved);
  for (const std::string& name : config.product_users)
    if (const auto user = taken("user", name, names.user(name), resolved)) rules.product_users.push_back(*user);
  return resolved;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

Result<void> check(const ResolvedAccess& resolved) {
  if (resolved.unlooked.empty()) return {};
  return Error(ErrorCode::unavailable, "this machine's name service cannot look up " + listed(resolved.unlooked),
               "try the names with getent and reload again");
}

std::optional<Peer> peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return std::nullopt;
  Peer peer{.user = credentials.uid, .groups = supplementary_groups(socket), .process = credentials.pid};
  peer.groups.push_back(credentials.gid);
  return peer;
}

Roles roles_of(const Peer& peer, const AccessRules& rules) {
  return {.admin = peer.user == 0 || peer.user == rules.own_user || is_in(peer, rules.admin_group),
          .monitor = is_in(peer, rules.monitor_group),
          .product = std::ranges::find(rules.product_users, peer.user) != rules.product_users.end()};
}

bool is_allowed(Permission permission, const Roles& roles) {
  switch (permission) {
    case Permission::open: return true;
    case Permission::read: return roles.admin || roles.monitor;
    case Permission::write: return roles.admin;
    case Permission::use: return roles.admin || roles.product;
    case Permission::read_usage: return roles.admin || roles.monitor || roles.product;
  }
  return false;
}

bool is_local(const RequestOrigin& origin) {
  if (origin.has_origin || origin.has_referer) return false;
  const std::array<std::string_view, 3> ours = {"", "localhost", "smart-agent"};
  return std::ranges::any_of(ours,
                             [&origin](std::string_view name) { return equals_ignoring_case(origin.host, name); });
}

}  // namespace lic::api
