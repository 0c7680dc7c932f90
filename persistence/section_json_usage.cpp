// Meters and the reports that wait in the outbox (R-USE-3..7).

#include "persistence/section_format.hpp"

namespace lic {

void members(auto& json, Is<MeterState> auto& meter) {
  [[maybe_unused]] const auto& [current, interval_peak, window_peak, integral, interval_peak_at, window_peak_at,
                                interval_peak_change, window_peak_change] = meter;
  json("current", meter.current)("interval_peak", meter.interval_peak)("window_peak", meter.window_peak)(
      "integral", meter.integral);
  json("interval_peak_at", meter.interval_peak_at)("window_peak_at", meter.window_peak_at);
  json("interval_peak_change", meter.interval_peak_change)("window_peak_change", meter.window_peak_change);
}

void members(auto& json, Is<UsageState> auto& usage) {
  [[maybe_unused]] const auto& [open, interval_start, opened_at, integrated_to, meters, last_reported, next_row_id,
                                last_change] = usage;
  json("open", usage.open)("interval_start", usage.interval_start)("opened_at", usage.opened_at)("integrated_to",
                                                                                                 usage.integrated_to);
  json("meters", usage.meters)("last_reported", usage.last_reported)("next_row_id", usage.next_row_id);
  json("last_change", usage.last_change);
}

void members(auto& json, Is<ProductProcess> auto& process) {
  [[maybe_unused]] const auto& [name, holder, lost_at] = process;
  json("name", process.name)("holder", process.holder)("lost_at", process.lost_at);
}

void members(auto& json, Is<ProductState> auto& products) {
  [[maybe_unused]] const auto& [processes, last_holder, unwatched, versions, awaits_restart, restart_since] = products;
  json("processes", products.processes)("last_holder", products.last_holder)("unwatched", products.unwatched);
  json("versions", products.versions)("awaits_restart", products.awaits_restart)("restart_since",
                                                                                 products.restart_since);
}

void members(auto& json, Is<ReportRow> auto& row) {
  [[maybe_unused]] const auto& [id, entitlement, peak, reported, locked, peak_at, peak_change] = row;
  json("id", row.id)("entitlement", row.entitlement)("peak", row.peak)("reported", row.reported)("locked", row.locked);
  json("peak_at", row.peak_at)("peak_change", row.peak_change);
}

void members(auto& json, Is<Report> auto& report) {
  [[maybe_unused]] const auto& [start, end, end_trusted, seats_peak, seats_reported, sent, answered, rows] = report;
  json("start", report.start)("end", report.end)("end_trusted", report.end_trusted)("seats_peak", report.seats_peak)(
      "seats_reported", report.seats_reported)("sent", report.sent)("answered", report.answered)("rows", report.rows);
}

SectionFormat products_format() { return format_of<&Sections::products>("products"); }

SectionFormat usage_format() { return format_of<&Sections::usage>("usage"); }

std::string write_report(const Report& report) { return JsonWriter::to_json(report).dump(); }

Result<Report> read_report(std::string_view text, std::int64_t key) {
  Report report;
  const std::string failure = read_text(text, report);
  if (!failure.empty()) return damaged_state("waiting report " + std::to_string(key), failure);
  return report;
}

}  // namespace lic
