#include "daemon/cli/consumption_report.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "agent/time_text.hpp"

namespace lic::cli {
namespace {

constexpr Millis kUsualInterval = 15 * kMinute;  // only for rows that do not say where they end (R-USE-4)
constexpr std::string_view kAlarmPrefix = "alarm_";

std::vector<std::string> columns_of(const Json& status) {
  std::vector<std::string> columns;
  for (const Json& entitlement : list_at(status, "entitlements")) {
    if (text_at(entitlement, "mode").value_or("") == "counted")
      columns.push_back(text_at(entitlement, "name").value_or(""));
  }
  columns.emplace_back("seats");
  return columns;
}

struct IntervalKey {
  WallTime end, start;
  friend auto operator<=>(const IntervalKey&, const IntervalKey&) = default;
};

std::optional<IntervalKey> key_of(const Json& row) {
  const auto start = from_rfc3339(text_at(row, "interval_start").value_or(""));
  if (!start) return std::nullopt;
  const auto end = from_rfc3339(text_at(row, "interval_end").value_or(""));
  return IntervalKey{end.value_or(*start + kUsualInterval), *start};
}

// One interval while its rows are gathered; states by column, so that their order does not depend on the rows'.
struct Gathered {
  std::vector<ReportCell> cells;
  std::vector<std::string> states;
};

std::string joined_states(const std::vector<std::string>& states) {
  std::vector<std::string> told;
  std::string text;
  for (const std::string& state : states) {
    if (state.empty() || std::ranges::find(told, state) != told.end()) continue;
    told.push_back(state);
    text += (text.empty() ? "" : ";") + state;
  }
  return text.empty() ? "-" : text;
}

std::vector<ReportInterval> intervals_of(const Json& history, const std::vector<std::string>& columns,
                                         ReportSpan span) {
  std::map<IntervalKey, Gathered> gathered;
  for (const Json& row : list_at(history, "rows")) {
    const auto key = key_of(row);
    if (!key || key->end <= span.from || key->end > span.to) continue;
    const auto column = std::ranges::find(columns, text_at(row, "entitlement").value_or(""));
    if (column == columns.end()) continue;
    const auto index = static_cast<std::size_t>(column - columns.begin());
    Gathered& interval = gathered[*key];
    interval.cells.resize(columns.size());
    interval.states.resize(columns.size());
    interval.cells[index] =
        ReportCell{count_at(row, "current"), count_at(row, "peak"), count_at(row, "reported"), count_at(row, "locked")};
    interval.states[index] = text_at(row, "state").value_or("");
  }
  std::vector<ReportInterval> intervals;
  for (auto& [key, interval] : gathered) {
    intervals.push_back(ReportInterval{key.end, std::move(interval.cells), joined_states(interval.states)});
  }
  return intervals;
}

std::vector<ReportAlarm> alarms_of(const Json& events, ReportSpan span) {
  std::vector<ReportAlarm> alarms;
  std::map<std::string, std::optional<std::int64_t>> minutes_told;
  for (const Json& event : list_at(events, "events")) {
    const std::string kind = text_at(event, "kind").value_or("");
    const auto time = from_rfc3339(text_at(event, "time").value_or(""));
    if (!kind.starts_with(kAlarmPrefix) || !time || *time < span.from || *time > span.to) continue;
    ReportAlarm alarm{*time, count_at(event, "severity").value_or(0), text_at(event, "name").value_or(""),
                      count_at(event, "minutes"), kind.substr(kAlarmPrefix.size())};
    const auto told = minutes_told.find(alarm.name);
    if (alarm.kind == "reminded" && told != minutes_told.end() && told->second == alarm.minutes) continue;
    minutes_told[alarm.name] = alarm.minutes;
    alarms.push_back(std::move(alarm));
  }
  return alarms;
}

}  // namespace

ConsumptionReport make_report(const Json& status, const Json& history, const Json& events, ReportSpan span) {
  ConsumptionReport report;
  report.columns = columns_of(status);
  report.intervals = intervals_of(history, report.columns, span);
  report.alarms = alarms_of(events, span);
  return report;
}

}  // namespace lic::cli
