#pragma once
// The lists of the local API that come in pages, read to their end.

#include <functional>
#include <string>

#include "daemon/cli/daemon_client.hpp"

namespace lic::cli {

// {"events":[...]} after the event `since` ("" = from the first).
[[nodiscard]] Outcome<Json> all_events(DaemonClient& daemon, const std::string& since);

// The others are read page by page, so that a long list takes no more memory than a page; what they give is 0.
using PageVisitor = std::function<void(const Json& page)>;
struct TimeRange {
  std::string from, to;  // RFC 3339; empty = open
};
// {"rows":[...]} with interval starts from `from` to `to`, each row once.
[[nodiscard]] Outcome<int> each_history_page(DaemonClient& daemon, const TimeRange& range, const PageVisitor& visit);
// {"seats":[...],"total"}
[[nodiscard]] Outcome<int> each_seats_page(DaemonClient& daemon, const PageVisitor& visit);
// {"reports":[...]} that end in the range, newest first.
[[nodiscard]] Outcome<int> each_reports_page(DaemonClient& daemon, const TimeRange& range, const PageVisitor& visit);
// What made the peak of this report: {"sessions":[...], ...}
[[nodiscard]] Outcome<int> each_sessions_page(DaemonClient& daemon, const std::string& report_id,
                                              const PageVisitor& visit);

}  // namespace lic::cli
