#include "daemon/cli/records.hpp"

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

// `sign` stands before the first parameter.
std::string in_query(const TimeRange& range, char sign) {
  std::string text;
  for (const auto& [name, date] : {std::pair{"from=", &range.from}, std::pair{"to=", &range.to}}) {
    if (date->empty()) continue;
    text += (text.empty() ? std::string(1, sign) : "&") + name + percent_encoded(*date);
  }
  return text;
}

// A list that comes in pages: `parameter` of the next request is what the page before calls `place`.
struct List {
  std::string route;  // with '?' and its query, or without
  std::string name;
  std::string parameter = "cursor";
  std::string place = "cursor";
  Json start = nullptr;
};

Outcome<int> each_page(DaemonClient& daemon, const List& list, const PageVisitor& visit) {
  const std::string first = list.route + (list.route.find('?') == std::string::npos ? "?" : "&") + "limit=" + kPageRows;
  Json position = list.start;
  for (int count = 0; count < kPagesMax; ++count) {
    std::string target = first;
    if (!position.is_null()) target += "&" + list.parameter + "=" + query_value(position);
    const auto page = get_page(daemon, target, list.name);
    if (!page) return page.error();
    visit(*page);
    const Json next = member_at(*page, list.place);
    if (next.is_null() || next == position) break;
    position = next;
  }
  return 0;
}

}  // namespace

Outcome<Json> all_events(DaemonClient& daemon, const std::string& since) {
  Json whole;
  Json& events = whole["events"] = Json::array();
  const List list{std::string{routes::kEvents}, "events", "since", "next", since.empty() ? Json(nullptr) : Json(since)};
  const auto read = each_page(daemon, list, [&events](const Json& page) {
    for (const Json& event : list_at(page, "events")) events.push_back(event);
  });
  if (!read) return read.error();
  return whole;
}

Outcome<int> each_seats_page(DaemonClient& daemon, const PageVisitor& visit) {
  return each_page(daemon, {std::string{routes::kSeats}, "seats"}, visit);
}

Outcome<int> each_history_page(DaemonClient& daemon, const TimeRange& range, const PageVisitor& visit) {
  return each_page(daemon, {std::string{routes::kHistory} + "?format=json" + in_query(range, '&'), "rows"}, visit);
}

Outcome<int> each_reports_page(DaemonClient& daemon, const TimeRange& range, const PageVisitor& visit) {
  return each_page(daemon, {std::string{routes::kReports} + in_query(range, '?'), "reports"}, visit);
}

Outcome<int> each_sessions_page(DaemonClient& daemon, const std::string& report_id, const PageVisitor& visit) {
  return each_page(daemon, {std::string{routes::kReports} + "/" + percent_encoded(report_id) + "/explain", "sessions"},
                   visit);
}

}  // namespace lic::cli
