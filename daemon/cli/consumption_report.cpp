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

ReportMaker::ReportMaker(const Json& status, ReportSpan span) : span_(span), columns_(columns_of(status)) {}

std::optional<ReportMaker::Key> ReportMaker::key_of(const Json& row) {
  const auto start = from_rfc3339(text_at(row, "interval_start").value_or(""));
  if (!start) return std::nullopt;
  const auto end = from_rfc3339(text_at(row, "interval_end").value_or(""));
  return Key{end.value_or(*start + kUsualInterval), *start};
}

void ReportMaker::add_history(const Json& page) {
  for (const Json& row : list_at(page, "rows")) {
    const auto key = key_of(row);
    if (!key || key->end <= span_.from || key->end > span_.to) continue;
    const auto column = std::ranges::find(columns_, text_at(row, "entitlement").value_or(""));
    if (column == columns_.end()) continue;
    const auto index = static_cast<std::size_t>(column - columns_.begin());
    Gathered& interval = gathered_[*key];
    interval.cells.resize(columns_.size());
    interval.states.resize(columns_.size());
    interval.cells[index] =
        ReportCell{count_at(row, "current"), count_at(row, "peak"), count_at(row, "reported"), count_at(row, "locked")};
    interval.states[index] = text_at(row, "state").value_or("");
  }
}

ConsumptionReport ReportMaker::finish(const Json& events) {
  ConsumptionReport report;
  report.columns = columns_;
  for (auto& [key, interval] : gathered_)
    report.intervals.push_back(ReportInterval{key.end, std::move(interval.cells), joined_states(interval.states)});
  report.alarms = alarms_of(events, span_);
  return report;
}

std::vector<ReportPeak> peaks_of(const ConsumptionReport& report) {
  std::vector<ReportPeak> peaks;
  for (std::size_t column = 0; column < report.columns.size(); ++column) {
    std::optional<ReportPeak> highest;
    std::optional<std::int64_t> reported;
    for (const ReportInterval& interval : report.intervals) {
      const ReportCell& cell = interval.cells[column];
      if (cell.reported) reported = std::max(reported.value_or(*cell.reported), *cell.reported);
      if (cell.peak && (!highest || *cell.peak > highest->peak))
        highest = ReportPeak{report.columns[column], *cell.peak, interval.end, {}};
    }
    if (!highest) continue;
    highest->reported = reported;
    peaks.push_back(*highest);
  }
  return peaks;
}

}  // namespace lic::cli
