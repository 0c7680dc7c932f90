#pragma once
// Who may do what on the local API (interfaces.md section 3): decided by the peer's credentials, never by file mode.

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "daemon/api/account_names.hpp"
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

// What the configured names stand for.
struct ResolvedAccess {
  AccessRules rules;                  // of the names that were found; the others grant nothing
  std::vector<std::string> unknown;   // "group staff": there is none
  std::vector<std::string> unlooked;  // "user uccx (Connection refused)": the name service could not say
};
// Looks the names up, at the start and at a reload.
[[nodiscard]] ResolvedAccess resolve_access(const ApiConfig& config,
                                            const AccountNames& names = system_account_names());
// A reload must not take rights away because the name service fails for a moment. Error `unavailable` if it does.
[[nodiscard]] Result<void> check(const ResolvedAccess& resolved);
[[nodiscard]] std::string listed(const std::vector<std::string>& names);  // "group staff, user uccx"
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
