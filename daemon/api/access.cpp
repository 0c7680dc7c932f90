#include "daemon/api/access.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

namespace lic::api {
namespace {

#ifndef SO_PEERGROUPS
constexpr int kPeerGroups = 59;
#else
constexpr int kPeerGroups = SO_PEERGROUPS;
#endif

std::optional<gid_t> group_named(const std::string& name) {
  if (name.empty()) return std::nullopt;
  // tidy: allow banned: asked at the start, and when an operator asks for a reload
  const group* found = ::getgrnam(name.c_str());
  return found == nullptr ? std::nullopt : std::optional<gid_t>(found->gr_gid);
}

std::optional<uid_t> user_named(const std::string& name) {
  // tidy: allow banned: asked at the start, and when an operator asks for a reload
  const passwd* found = ::getpwnam(name.c_str());
  return found == nullptr ? std::nullopt : std::optional<uid_t>(found->pw_uid);
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

AccessRules resolve_access(const ApiConfig& config) {
  AccessRules rules{.own_user = ::geteuid(),
                    .admin_group = group_named(config.admin_group),
                    .monitor_group = group_named(config.monitor_group),
                    .product_users = {}};
  for (const std::string& name : config.product_users) {
    if (const auto user = user_named(name)) rules.product_users.push_back(*user);
  }
  return rules;
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
