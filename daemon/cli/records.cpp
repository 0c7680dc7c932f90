#include "daemon/cli/records.hpp"

#include <set>
#include <utility>

#include "daemon/api_types/routes.hpp"

namespace lic::cli {
namespace {

constexpr int kPagesMax = 100'000;  // a list that never ends does not hold us for ever
constexpr const char* kPageRows = "1000";

Problem no_list(const std::string& target) {
  return Problem{kExitBug, "internal", "the daemon's answer to " + target + " holds no list",
                 "check that the daemon and smart-agentctl are of the same version"};
}

// A query value as it travels: numbers as they are, texts encoded.
std::string query_value(const Json& value) {
  return value.is_string() ? percent_encoded(value.get_ref<const std::string&>()) : value.dump();
}

Outcome<Json> get_page(DaemonClient& daemon, const std::string& target, const std::string& list) {
  auto page = daemon.get(target);
  if (!page) return page;
  if (!member_at(*page, list).is_array()) return no_list(target);
  return page;
}

// Follows `cursor` (a member of each page) through `parameter` of the next request until it is null or stands still.
Outcome<Json> follow(DaemonClient& daemon, const std::string& route, const std::string& list,
                     const std::string& parameter, Json position) {
  Json rows = Json::array();
  const std::string cursor_member = parameter == "since" ? "next" : parameter;
  for (int count = 0; count < kPagesMax; ++count) {
    std::string target = route + "?limit=" + kPageRows;
    if (!position.is_null()) target += "&" + parameter + "=" + query_value(position);
    auto page = get_page(daemon, target, list);
    if (!page) return page;
    for (const Json& row : list_at(*page, list)) rows.push_back(row);
    const Json& next = member_at(*page, cursor_member);
    if (list_at(*page, list).empty() || next.is_null() || next == position) break;
    position = next;
  }
  Json whole;
  whole[list] = std::move(rows);
  return whole;
}

std::string row_key(const Json& row) {
  return text_at(row, "interval_start").value_or("") + " " + text_at(row, "entitlement").value_or("");
}

}  // namespace

Outcome<Json> all_events(DaemonClient& daemon, const std::string& since) {
  return follow(daemon, std::string{routes::kEvents}, "events", "since", since.empty() ? Json(nullptr) : Json(since));
}

Outcome<Json> all_seats(DaemonClient& daemon) {
  return follow(daemon, std::string{routes::kSeats}, "seats", "cursor", nullptr);
}

Outcome<Json> all_history(DaemonClient& daemon, const std::string& from, const std::string& to) {
  Json rows = Json::array();
  std::set<std::string> seen;
  std::string start = from;
  for (int count = 0; count < kPagesMax; ++count) {
    std::string target = std::string{routes::kHistory} + "?format=json&limit=" + kPageRows;
    if (!start.empty()) target += "&from=" + percent_encoded(start);
    if (!to.empty()) target += "&to=" + percent_encoded(to);
    auto page = get_page(daemon, target, "rows");
    if (!page) return page;
    // The next page starts with the interval that the last one may have cut; rows that came already are passed over.
    const std::size_t before = seen.size();
    for (const Json& row : list_at(*page, "rows")) {
      if (!seen.insert(row_key(row)).second) continue;
      start = text_at(row, "interval_start").value_or(start);
      rows.push_back(row);
    }
    if (seen.size() == before) break;
  }
  Json whole;
  whole["rows"] = std::move(rows);
  return whole;
}

}  // namespace lic::cli
