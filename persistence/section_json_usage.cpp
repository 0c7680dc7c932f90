// Meters and the reports that wait in the outbox (R-USE-3..7).

#include "persistence/section_format.hpp"

namespace lic {

void members(auto& json, Is<MeterState> auto& meter) {
  auto& [current, interval_peak, window_peak, integral] = meter;
  json("current", current)("interval_peak", interval_peak)("window_peak", window_peak)("integral", integral);
}

void members(auto& json, Is<UsageState> auto& usage) {
  auto& [open, interval_start, opened_at, integrated_to, meters, last_reported, next_row_id] = usage;
  json("open", open)("interval_start", interval_start)("opened_at", opened_at)("integrated_to", integrated_to);
  json("meters", meters)("last_reported", last_reported)("next_row_id", next_row_id);
}

void members(auto& json, Is<ReportRow> auto& row) {
  auto& [id, entitlement, peak, reported, locked] = row;
  json("id", id)("entitlement", entitlement)("peak", peak)("reported", reported)("locked", locked);
}

void members(auto& json, Is<Report> auto& report) {
  auto& [start, end, end_trusted, seats_peak, sent, rows] = report;
  json("start", start)("end", end)("end_trusted", end_trusted)("seats_peak", seats_peak)("sent", sent)("rows", rows);
}

SectionFormat usage_format() { return format_of<&Sections::usage>("usage"); }

std::string write_report(const Report& report) { return JsonWriter::to_json(report).dump(); }

Result<Report> read_report(std::string_view text, std::int64_t key) {
  Report report;
  const std::string failure = read_text(text, report);
  if (!failure.empty()) return damaged_state("waiting report " + std::to_string(key), failure);
  return report;
}

}  // namespace lic
