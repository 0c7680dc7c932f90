#include "tests/peaks/judge.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "agent/time_text.hpp"
#include "tests/peaks/expected_outbox.hpp"

namespace lic::peaks {
namespace {

constexpr double kTolerance = 1e-9;  // relative, of an average

HistoryRow moved_on(HistoryRow row, std::int64_t intervals) {
  const Millis length = row.interval_end - row.interval_start;
  row.interval_start += intervals * length;
  row.interval_end += intervals * length;
  return row;
}

// Every row that a step wrote, one by one. Repeats come interval by interval, as the entitlements of one interval do.
std::vector<HistoryRow> written(const Recording& recording) {
  std::vector<HistoryRow> rows;
  for (const Played& step : recording.steps) {
    const auto& appends = step.changes.history;
    for (auto from = appends.begin(); from != appends.end();) {
      const auto until = std::find_if(std::next(from), appends.end(), [from](const HistoryAppend& append) {
        return append.row.interval_start != from->row.interval_start || append.repeats != from->repeats ||
               append.row.entitlement == "gap";
      });
      for (std::int64_t number = 0; number <= from->repeats; ++number)
        std::transform(from, until, std::back_inserter(rows),
                       [number](const HistoryAppend& append) { return moved_on(append.row, number); });
      from = until;
    }
  }
  return rows;
}

std::string name_of(const HistoryRow& row) {
  return "row " + row.entitlement + " " + to_rfc3339(row.interval_start) + ".." + to_rfc3339(row.interval_end) + ": ";
}

std::string compare(const Truth& truth, const Interval& interval, Meter meter, const HistoryRow& row, Mistake mistake) {
  if (row.interval_start != interval.start || row.interval_end != interval.end)
    return name_of(row) + "should be " + to_rfc3339(interval.start) + ".." + to_rfc3339(interval.end);
  if ((row.state == "clock_step") != interval.stepped) return name_of(row) + "flagged wrongly";
  const std::int64_t current = count(truth.instants.at(interval.part.last).standing, meter);
  if (row.current != current)
    return name_of(row) + "current " + std::to_string(row.current) + " instead of " + std::to_string(current);
  const std::int64_t peak = highest(truth, interval.part, meter, mistake).count;
  if (row.peak != peak)
    return name_of(row) + "peak " + std::to_string(row.peak) + " instead of " + std::to_string(peak);
  const double mean = average(truth, interval, meter, mistake);
  // Which count stood in time that came twice is anybody's choice.
  Millis watched{0};
  for (const Piece& piece : interval.pieces) watched += piece.length;
  const Millis once = std::max(watched - interval.twice, Millis{1});
  const double choice = static_cast<double>(peak * interval.twice.count()) / static_cast<double>(once.count());
  if (std::abs(row.average - mean) > kTolerance * (1 + mean) + choice)
    return name_of(row) + "average " + std::to_string(row.average) + " instead of " + std::to_string(mean);
  return {};
}

// The meters that a history row is written for, in the catalog's order, and everybody at once (R-USE-3, 8).
std::vector<std::pair<std::string, Meter>> columns(const LicenseType& type) {
  std::vector<std::pair<std::string, Meter>> all;
  for (const Entitlement& entitlement : type.entitlements)
    if (entitlement.meter) all.emplace_back(entitlement.name.value, *entitlement.meter);
  all.emplace_back("seats", Meter::seats);
  return all;
}

std::string history_difference(const History& history, const Recording& recording, const Truth& truth,
                               Mistake mistake) {
  const std::vector<HistoryRow> rows = written(recording);
  const auto meters = columns(history.policy.license_type);
  auto row = rows.begin();
  for (const Interval& interval : truth.intervals) {
    if (interval.gap) {
      if (row == rows.end()) return "a gap row is missing";
      if (row->entitlement != "gap" || row->interval_start != interval.start || row->interval_end != interval.end)
        return name_of(*row) + "should be a gap " + to_rfc3339(interval.start) + ".." + to_rfc3339(interval.end);
      ++row;
      continue;
    }
    for (const auto& [name, meter] : meters) {
      if (row == rows.end()) return "rows of " + to_rfc3339(interval.start) + " are missing";
      if (row->entitlement != name) return name_of(*row) + "should be of " + name;
      if (std::string found = compare(truth, interval, meter, *row, mistake); !found.empty()) return found;
      ++row;
    }
  }
  return row == rows.end() ? std::string() : name_of(*row) + "should not be there";
}

std::string report_difference(const History& history, const Recording& recording, const Truth& truth, Mistake mistake) {
  ExpectedOutbox outbox(history, recording, truth, mistake);
  auto due = truth.reports.begin();
  for (const Played& step : recording.steps) {
    for (; step.first && due != truth.reports.end() && due->happening == step.happening; ++due) outbox.queue(*due);
    if (std::string found = outbox.follow(step); !found.empty()) return found;
  }
  return {};
}

}  // namespace

std::string difference(const History& history, const Recording& recording, const Truth& truth, Mistake mistake) {
  if (!recording.complaint.empty()) return recording.complaint;
  std::string found = history_difference(history, recording, truth, mistake);
  return found.empty() ? report_difference(history, recording, truth, mistake) : found;
}

}  // namespace lic::peaks
