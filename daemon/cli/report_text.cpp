#include <array>
#include <string>

#include "agent/time_text.hpp"
#include "daemon/cli/consumption_report.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

std::string count_text(const std::optional<std::int64_t>& count, const char* if_none) {
  return count ? std::to_string(*count) : if_none;
}

std::string cell_text(const ReportCell& cell) {
  return count_text(cell.current, "-") + "/" + count_text(cell.peak, "-") + "/" + count_text(cell.reported, "-") + "/" +
         count_text(cell.locked, "-");
}

std::string bought_text(const Purchases& bought) {
  std::string text;
  for (const auto& [name, count] : bought) text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + name;
  return text.empty() ? "nothing, since nothing is short" : text;
}

void add_purchases(Page& page, const ConsumptionReport& report) {
  if (report.purchases.empty()) return;
  page.blank();
  page.title("Purchases");
  for (const ReportPurchase& purchase : report.purchases) {
    page.line(0, minute_text(purchase.time) + "  " + bought_text(purchase.bought));
  }
}

void add_peaks(Page& page, const ConsumptionReport& report) {
  if (report.peaks.empty()) return;
  page.blank();
  page.title("Peaks");
  Table table{{"license", "peak", "interval end", "reported"}};
  for (const ReportPeak& peak : report.peaks)
    table.add({peak.column, std::to_string(peak.peak), minute_text(peak.interval_end), count_text(peak.reported, "-")});
  page.raw(table.text());
}

void add_alarms(Page& page, const ConsumptionReport& report) {
  page.blank();
  page.title("Alarms");
  if (report.alarms.empty()) {
    page.line(0, "None");
    return;
  }
  Table table{{"time", "severity", "name", "minutes", "kind"}};
  for (const ReportAlarm& alarm : report.alarms) {
    table.add({minute_text(alarm.time), std::to_string(alarm.severity), alarm.name, count_text(alarm.minutes, "-"),
               alarm.kind});
  }
  page.raw(table.text());
}

Json count_json(const std::optional<std::int64_t>& count) { return count ? Json(*count) : Json(nullptr); }

Json cell_json(const ReportCell& cell) {
  Json object;
  object["current"] = count_json(cell.current);
  object["peak"] = count_json(cell.peak);
  object["reported"] = count_json(cell.reported);
  object["locked"] = count_json(cell.locked);
  return object;
}

}  // namespace

std::string report_as_text(const ConsumptionReport& report) {
  Page page;
  std::vector<std::string> header{"time"};
  header.insert(header.end(), report.columns.begin(), report.columns.end());
  header.emplace_back("state");
  Table table{header};
  for (const ReportInterval& interval : report.intervals) {
    std::vector<std::string> cells{minute_text(interval.end)};
    for (const ReportCell& cell : interval.cells) cells.push_back(cell_text(cell));
    cells.push_back(interval.state);
    table.add(std::move(cells));
  }
  page.raw(table.text());
  page.line(0, "(each count: current/peak/reported/locked; the time is the end of the interval)");
  add_peaks(page, report);
  add_purchases(page, report);
  add_alarms(page, report);
  return page.text();
}

std::string report_as_csv(const ConsumptionReport& report) {
  std::string text = "time";
  for (const std::string& column : report.columns) {
    for (const char* part : {"_current", "_peak", "_reported", "_locked"}) text.append(",").append(column).append(part);
  }
  text += ",state\n";
  for (const ReportInterval& interval : report.intervals) {
    text += to_rfc3339(interval.end);
    for (const ReportCell& cell : interval.cells) {
      for (const auto& count : {cell.current, cell.peak, cell.reported, cell.locked})
        text += "," + count_text(count, "");
    }
    text += "," + interval.state + "\n";
  }
  if (!report.peaks.empty()) text += "\nlicense,peak,interval_end,reported\n";
  for (const ReportPeak& peak : report.peaks)
    text += peak.column + "," + std::to_string(peak.peak) + "," + to_rfc3339(peak.interval_end) + "," +
            count_text(peak.reported, "") + "\n";
  text += "\ntime,severity,name,minutes,kind\n";
  for (const ReportAlarm& alarm : report.alarms) {
    text += to_rfc3339(alarm.time) + "," + std::to_string(alarm.severity) + "," + alarm.name + "," +
            count_text(alarm.minutes, "") + "," + alarm.kind + "\n";
  }
  return text;
}

Json report_as_json(const ConsumptionReport& report) {
  Json object;
  object["intervals"] = Json::array();
  for (const ReportInterval& interval : report.intervals) {
    Json row;
    row["time"] = to_rfc3339(interval.end);
    for (std::size_t column = 0; column < report.columns.size(); ++column) {
      row[report.columns[column]] = cell_json(interval.cells[column]);
    }
    row["state"] = interval.state;
    object["intervals"].push_back(std::move(row));
  }
  if (!report.peaks.empty()) object["peaks"] = Json::array();
  for (const ReportPeak& peak : report.peaks)
    object["peaks"].push_back({{"license", peak.column},
                               {"peak", peak.peak},
                               {"interval_end", to_rfc3339(peak.interval_end)},
                               {"reported", count_json(peak.reported)}});
  object["purchases"] = Json::array();
  for (const ReportPurchase& purchase : report.purchases) {
    Json row;
    row["time"] = to_rfc3339(purchase.time);
    row["bought"] = Json::object();
    for (const auto& [name, count] : purchase.bought) row["bought"][name] = count;
    object["purchases"].push_back(std::move(row));
  }
  object["alarms"] = Json::array();
  for (const ReportAlarm& alarm : report.alarms) {
    Json row;
    row["time"] = to_rfc3339(alarm.time);
    row["severity"] = alarm.severity;
    row["name"] = alarm.name;
    row["minutes"] = count_json(alarm.minutes);
    row["kind"] = alarm.kind;
    object["alarms"].push_back(std::move(row));
  }
  return object;
}

}  // namespace lic::cli
