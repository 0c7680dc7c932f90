#include "daemon/api/report_list.hpp"

#include <utility>

namespace lic::api {
namespace {

// The number behind the last report that ends by `to`, below `below`; what is pruned is older than everything.
Result<std::int64_t> end_of(StateStore& store, WallTime to, std::int64_t below) {
  std::int64_t low = 0;  // ends by `to`, or is pruned
  std::int64_t high = below;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto record = store.report(middle);
    if (record.has_error()) return record.error();
    if (*record && (*record)->end > to)
      high = middle;
    else
      low = middle;
  }
  return high;
}

}  // namespace

Result<ReportsPage> reports_page(StateStore& store, const ReportsQuestion& question) {
  const auto end = end_of(store, question.to, question.below);
  if (end.has_error()) return end.error();
  ReportsPage page;
  for (std::int64_t id = *end - 1; id > 0; --id) {
    if (static_cast<std::int64_t>(page.reports.size()) >= question.limit) {
      page.next_below = id + 1;
      break;
    }
    auto record = store.report(id);
    if (record.has_error()) return record.error();
    if (!*record || (*record)->end <= question.from) break;
    page.reports.push_back(std::move(**record));
  }
  return page;
}

}  // namespace lic::api
