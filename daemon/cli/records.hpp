#pragma once
// The lists of the local API that come in pages, read to their end.

#include <string>

#include "daemon/cli/daemon_client.hpp"

namespace lic::cli {

// {"events":[...]} after the event `since` ("" = from the first).
[[nodiscard]] Outcome<Json> all_events(DaemonClient& daemon, const std::string& since);
// {"rows":[...]} with interval starts from `from` to `to` (RFC 3339; "" = open), each row once.
[[nodiscard]] Outcome<Json> all_history(DaemonClient& daemon, const std::string& from, const std::string& to);
// {"seats":[...]}
[[nodiscard]] Outcome<Json> all_seats(DaemonClient& daemon);

}  // namespace lic::cli
