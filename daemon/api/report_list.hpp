#pragma once
// Reports as they were made, newest first. Their numbers rise by one with each and their times with their numbers, so a
// page is found by number: no more is read than is given.

#include <cstdint>
#include <optional>
#include <vector>

#include "agent/result.hpp"
#include "agent/time.hpp"
#include "persistence/state_store.hpp"

namespace lic::api {

struct ReportsQuestion {
  WallTime from;  // whose time ends later than this
  WallTime to;    // and not later than that
  std::int64_t limit = 0;
  std::int64_t below = 0;  // numbers below this
};
struct ReportsPage {
  std::vector<ReportRecord> reports;
  std::optional<std::int64_t> next_below;  // none = that was all
};
// A clock that was set back may put a report out of its place by as much. Error `storage` if the disk refuses.
[[nodiscard]] Result<ReportsPage> reports_page(StateStore& store, const ReportsQuestion& question);

}  // namespace lic::api
