#include "tests/peaks/expected_outbox.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "agent/time_text.hpp"

namespace lic::peaks {
namespace {

// What a type reports: what is counted, and the version (R-USE-5).
std::vector<Entitlement> reported(const LicenseType& type) {
  std::vector<Entitlement> found;
  for (const Entitlement& entitlement : type.entitlements)
    if (entitlement.mode == EntitlementMode::counted || entitlement.mode == EntitlementMode::version)
      found.push_back(entitlement);
  return found;
}

std::string text_of(WallTime from, WallTime to) { return to_rfc3339(from) + ".." + to_rfc3339(to); }

bool meters_people(Meter meter) {
  return meter == Meter::standard || meter == Meter::premium || meter == Meter::regular;
}

}  // namespace

ExpectedOutbox::Top ExpectedOutbox::top(const Waiting& waiting, Meter meter) const {
  Top best{-1, {}};
  for (const Part& part : waiting.parts) {
    const std::int64_t found = highest(truth_, part, meter, mistake_).count;
    if (found > best.count || mistake_ == Mistake::merges_to_newer) best = {found, part};
  }
  return best;
}

ExpectedOutbox::Quantities ExpectedOutbox::quantities(const Waiting& waiting) const {
  Quantities all;
  for (const Entitlement& entitlement : reported(history_.policy.license_type))
    all[entitlement.name.value] = entitlement.meter ? top(waiting, *entitlement.meter).count : 1;
  return all;
}

// R-USE-6: "unchanged rows then travel with the next exchange".
bool ExpectedOutbox::unchanged(const Waiting& waiting) const {
  const Quantities before = waiting_.empty() ? last_acked_ : quantities(waiting_.back());
  return std::ranges::all_of(quantities(waiting), [&before](const auto& entry) {
    const auto found = before.find(entry.first);
    return entry.second == (found == before.end() ? 0 : found->second);
  });
}

void ExpectedOutbox::queue(const ReportTime& report) {
  Waiting fresh{report.start, report.end, {report.part}, {}, false};
  const bool joins = !history_.policy.report_unchanged && !waiting_.empty() && !waiting_.back().sent &&
                     fresh.start <= waiting_.back().end && unchanged(fresh);
  if (joins) {
    Waiting& last = waiting_.back();
    last.start = std::min(last.start, fresh.start);
    last.end = std::max(last.end, fresh.end);
    last.parts.push_back(report.part);
    return;
  }
  waiting_.push_back(std::move(fresh));
  merge_when_full();
}

// R-USE-7: when full, the oldest never-sent neighbours become one row under a new id.
void ExpectedOutbox::merge_when_full() {
  const std::size_t each = reported(history_.policy.license_type).size();
  if (waiting_.size() * each <= static_cast<std::size_t>(history_.policy.outbox_rows_max)) return;
  const auto older = std::ranges::find_if(waiting_, [](const Waiting& waiting) { return !waiting.sent; });
  if (older == waiting_.end() || std::next(older) == waiting_.end() || std::next(older)->sent) return;
  Waiting& newer = *std::next(older);
  newer.start = std::min(older->start, newer.start);
  newer.end = std::max(older->end, newer.end);
  newer.parts.insert(newer.parts.begin(), older->parts.begin(), older->parts.end());
  newer.row_ids.clear();
  waiting_.erase(older);
}

void ExpectedOutbox::forget(const std::vector<std::int64_t>& acked) {
  std::erase_if(waiting_, [&](const Waiting& waiting) {
    const bool gone = !waiting.row_ids.empty() && std::ranges::all_of(waiting.row_ids, [&acked](std::int64_t id) {
      return std::ranges::find(acked, id) != acked.end();
    });
    if (gone) last_acked_ = quantities(waiting);
    return gone;
  });
}

std::string ExpectedOutbox::follow(const Played& step) {
  forget(step.acked);
  if (!step.outbox) return {};
  if (step.outbox->size() != waiting_.size())
    return std::to_string(step.outbox->size()) + " reports wait instead of " + std::to_string(waiting_.size());
  auto expected = waiting_.begin();
  for (const auto& [key, actual] : *step.outbox)
    if (std::string found = compare(*expected++, actual); !found.empty())
      return "report " + text_of(actual.start, actual.end) + ": " + found;
  return compare_records(step);
}

std::string ExpectedOutbox::compare(Waiting& expected, const Report& actual) {
  if (actual.start != expected.start || actual.end != expected.end)
    return "should be " + text_of(expected.start, expected.end);
  if (const Top seats = top(expected, Meter::seats); seats.count != actual.seats_peak)
    return "seats " + std::to_string(actual.seats_peak) + " instead of " + std::to_string(seats.count);
  if (expected.sent && !actual.sent) return "was frozen and is no longer";
  expected.sent = actual.sent;
  std::vector<std::int64_t> ids;
  for (const ReportRow& row : actual.rows) ids.push_back(row.id);
  if (expected.row_ids.empty()) {  // new, or merged under new ids
    for (const std::int64_t id : ids)
      if (!ids_.insert(id).second) return "an id is used twice";
    expected.row_ids = ids;
  }
  if (ids != expected.row_ids) return "the ids of its rows changed";
  const auto entitlements = reported(history_.policy.license_type);
  if (entitlements.size() != actual.rows.size()) return "has not one row for each entitlement";
  for (const Entitlement& entitlement : entitlements) {
    const auto row = std::ranges::find(actual.rows, entitlement.name, &ReportRow::entitlement);
    if (row == actual.rows.end()) return entitlement.name.value + " is missing";
    if (std::string found = compare_row(expected, entitlement, *row); !found.empty())
      return entitlement.name.value + ": " + found;
  }
  return {};
}

std::string ExpectedOutbox::compare_row(const Waiting& expected, const Entitlement& entitlement, const ReportRow& row) {
  if (!entitlement.meter) return row.peak == 1 ? "" : "a version is not reported as 1";
  const Top best = top(expected, *entitlement.meter);
  if (row.peak != best.count) return "peak " + std::to_string(row.peak) + " instead of " + std::to_string(best.count);
  const Highest reached = highest(truth_, best.part, *entitlement.meter, mistake_);
  const bool stood = reached.instant == best.part.first;
  const WallTime at = stood ? best.part.began : truth_.instants.at(reached.instant).at;
  if (history_.calm && row.peak_at.time_since_epoch() != at.time_since_epoch())
    return "peak reached at " + to_rfc3339(WallTime{row.peak_at.time_since_epoch()}) + " instead of " + to_rfc3339(at);
  if (!meters_people(*entitlement.meter)) return {};
  People truly = who(truth_.instants.at(reached.instant).standing, *entitlement.meter);
  if (mistake_ == Mistake::misses_one_session) truly &= truly - 1;
  if (named(*entitlement.meter, row.peak_change) != truly) return "others are named for its peak than who made it";
  return {};
}

// R-USE-11: who had come by that seat change and had not left by it, in the class of this meter.
People ExpectedOutbox::named(Meter meter, std::int64_t change) const {
  People found = 0;
  for (const Stretch& stretch : recording_.stretches)
    if (meter_of(stretch.seat_class) == meter && stretch.from <= change && change < stretch.to)
      found |= People{1} << stretch.person;
  return found;
}

// Each new row leaves a record of what made it, whatever becomes of the row.
std::string ExpectedOutbox::compare_records(const Played& step) {
  for (const ReportRecord& record : step.changes.reports) {
    const auto same = [&record](const Report& report) {
      return std::ranges::any_of(report.rows, [&](const ReportRow& row) {
        return row.id == record.id && row.entitlement == record.entitlement && report.start == record.start &&
               report.end == record.end && row.peak == record.peak && row.peak_at == record.peak_at &&
               row.peak_change == record.peak_change;
      });
    };
    const auto put = [&same](const OutboxChange& change) { return change.after && same(*change.after); };
    if (std::ranges::none_of(step.changes.outbox, put))
      return "the record of row " + std::to_string(record.id) + " is not what was reported";
  }
  return {};
}

}  // namespace lic::peaks
