#pragma once
// Who may do what on the local API (interfaces.md section 3): decided by the peer's credentials, never by file mode.

#include <sys/types.h>

#include <optional>
#include <string_view>
#include <vector>

#include "daemon/config/config.hpp"

namespace lic::api {

// The process at the other end, as the kernel knows it.
struct Peer {
  uid_t user;
  std::vector<gid_t> groups;  // primary and supplementary
  pid_t process = 0;          // that connected; 0 = in a namespace that we do not see
};

struct AccessRules {
  uid_t own_user;
  std::optional<gid_t> admin_group;
  std::optional<gid_t> monitor_group;
  std::vector<uid_t> product_users;
};

enum class Permission {
  open,        // any local user: /healthz, /readyz
  read,        // operators and monitors
  write,       // operators
  use,         // operators and the product: seats and ports
  read_usage,  // all three: seats and provisioning
};

struct Roles {
  bool admin = false;
  bool monitor = false;
  bool product = false;
  [[nodiscard]] bool none() const { return !admin && !monitor && !product; }
};

// Looks names up, at the start and at a reload; groups and users that do not exist grant nothing.
[[nodiscard]] AccessRules resolve_access(const ApiConfig& config);
// Nothing if the kernel does not say (then nobody may do anything).
[[nodiscard]] std::optional<Peer> peer_of(int socket);

[[nodiscard]] Roles roles_of(const Peer& peer, const AccessRules& rules);
[[nodiscard]] bool is_allowed(Permission permission, const Roles& roles);

// A browser page that reaches the socket through something must not act for its user: requests with Origin or Referer,
// or for another host, are refused.
struct RequestOrigin {
  bool has_origin = false;
  bool has_referer = false;
  std::string_view host;  // empty = no header
};
[[nodiscard]] bool is_local(const RequestOrigin& origin);

}  // namespace lic::api
