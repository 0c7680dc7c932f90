#include "agent/outbox.hpp"

#include <algorithm>

#include "agent/compliance.hpp"

namespace lic {
namespace {

using PeakByName = std::map<EntitlementName, Peak>;

PeakByName peaks_of(const Report& report) {
  PeakByName peaks;
  for (const ReportRow& row : report.rows) peaks[row.entitlement] = {row.peak, row.peak_at, row.peak_change};
  return peaks;
}

Quantities counts_of(const Report& report) {
  Quantities counts;
  for (const ReportRow& row : report.rows) counts[row.entitlement] = row.peak;
  return counts;
}

std::int64_t next_key(const AgentState& state) { return state.outbox.empty() ? 1 : state.outbox.rbegin()->first + 1; }

// Rows with ids of their own, each remembered for whoever asks later what made it.
void give_rows(Turn& turn, Report& report, const PeakByName& peaks) {
  for (const auto& [name, peak] : peaks) {
    const std::int64_t id = turn.state.sections.usage.next_row_id++;
    report.rows.push_back({id, name, peak.count, 0, 0, peak.at, peak.change});
    turn.append_report({id, name, report.start, report.end, peak.count, peak.at, peak.change});
  }
}

// The larger peak of both, under new ids: nothing above is lost, memory stays flat (R-USE-7).
Report merged(Turn& turn, const Report& older, const Report& newer) {
  PeakByName peaks = peaks_of(older);
  for (const auto& [name, peak] : peaks_of(newer)) {
    const auto [known, added] = peaks.try_emplace(name, peak);
    if (!added && peak.count > known->second.count) known->second = peak;
  }
  // By the calendar the newer one may lie earlier, after a clock step; the row covers both.
  Report both{std::min(older.start, newer.start),
              std::max(older.end, newer.end),
              newer.end_trusted,
              std::max(older.seats_peak, newer.seats_peak),
              0,
              false,
              false,
              {}};
  give_rows(turn, both, peaks);
  return both;
}

void merge_oldest_unsent(Turn& turn) {
  auto older = std::ranges::find_if(turn.state.outbox, [](const auto& entry) { return !entry.second.sent; });
  if (older == turn.state.outbox.end()) return;
  auto newer = std::next(older);
  if (newer == turn.state.outbox.end() || newer->second.sent) return;
  const std::int64_t older_key = older->first;
  const std::int64_t newer_key = newer->first;
  Report both = merged(turn, older->second, newer->second);
  turn.put_report(older_key, std::nullopt);
  turn.put_report(newer_key, std::move(both));
}

// The quantities that SSM has or will have before this report.
Quantities quantities_before(const AgentState& state) {
  if (!state.outbox.empty()) return counts_of(state.outbox.rbegin()->second);
  Quantities reported = state.sections.usage.last_reported;
  reported.erase(seats_name());
  return reported;
}

bool same_quantities(const PeakByName& left, const Quantities& right) {
  return std::ranges::all_of(left, [&right](const auto& entry) {
    const auto found = right.find(entry.first);
    return (found == right.end() ? 0 : found->second) == entry.second.count;
  });
}

}  // namespace

std::int64_t outbox_rows(const AgentState& state) {
  std::int64_t rows = 0;
  for (const auto& [key, report] : state.outbox) rows += static_cast<std::int64_t>(report.rows.size());
  return rows;
}

bool queue_report(Turn& turn, const Peaks& peaks) {
  AgentState& state = turn.state;
  if (peaks.entitlements.empty()) return false;  // a license type without counted entitlements has nothing to say
  // While tolerance runs every report time counts, changed or not.
  const bool quiet = !turn.policy.report_unchanged &&
                     !std::holds_alternative<Tolerated>(state.sections.compliance.phase) &&
                     same_quantities(peaks.entitlements, quantities_before(state));
  // A row says the peak of all its time: it grows only without a gap (the registration may have been expired
  // meanwhile).
  const Report* last = state.outbox.empty() ? nullptr : &state.outbox.rbegin()->second;
  if (quiet && last != nullptr && !last->sent && peaks.start <= last->end) {
    Report longer = *last;
    longer.start = std::min(longer.start, peaks.start);
    longer.end = std::max(longer.end, peaks.end);
    longer.end_trusted = std::max(longer.end_trusted, peaks.end_trusted);
    longer.seats_peak = std::max(longer.seats_peak, peaks.seats);
    turn.put_report(state.outbox.rbegin()->first, std::move(longer));
    return false;
  }
  Report report{peaks.start, peaks.end, peaks.end_trusted, peaks.seats, 0, false, false, {}};
  // A wall clock that came back behind trusted time maps borders earlier; the order of reports is what judges them.
  if (!state.outbox.empty())
    report.end_trusted = std::max(report.end_trusted, state.outbox.rbegin()->second.end_trusted);
  give_rows(turn, report, peaks.entitlements);
  const auto most = static_cast<std::size_t>(turn.policy.outbox_rows_max);
  const std::size_t each = std::max<std::size_t>(1, report.rows.size());
  turn.put_report(next_key(state), std::move(report));
  if (state.outbox.size() * each > most) merge_oldest_unsent(turn);
  return !quiet;
}

Batch freeze_batch(Turn& turn, bool everything) {
  Batch batch;
  const bool one_report = turn.policy.ooc_policy == OocPolicy::tolerant && !everything;
  const auto most = static_cast<std::size_t>(turn.policy.rows_per_exchange_max);
  std::vector<std::int64_t> keys;
  std::size_t rows = 0;
  bool one_taken = false;
  for (const auto& [key, report] : turn.state.outbox) {
    if (!keys.empty() && rows + report.rows.size() > most) break;
    if (one_report && one_taken && !report.answered) break;
    one_taken = one_taken || !report.answered;
    rows += report.rows.size();
    keys.push_back(key);
  }
  const ComplianceState& compliance = turn.state.sections.compliance;
  for (const std::int64_t key : keys) {
    Report report = turn.state.outbox.at(key);
    if (!report.answered) batch.asked.clear();
    for (ReportRow& row : report.rows) {
      if (!report.sent) {
        row.locked = lock_of(compliance, row.entitlement);
        row.reported = std::max(row.peak, row.locked);
      }
      if (!report.answered) batch.asked[row.entitlement] = row.reported;
      const Entitlement* entitlement = find_by_name(turn.license_type(), row.entitlement);
      if (entitlement == nullptr) continue;  // the catalog no longer has it; the row is dropped with the answer
      batch.rows.push_back({row.id, entitlement->tag, report.start, report.end, row.peak, row.reported, row.locked});
    }
    if (report.answered) continue;
    if (!report.sent) report.seats_reported = std::max(report.seats_peak, lock_of(compliance, seats_name()));
    batch.asked[seats_name()] = report.seats_reported;
    batch.last = key;
    if (!report.sent) {
      report.sent = true;
      turn.put_report(key, std::move(report));
    }
  }
  return batch;
}

void mark_answered(Turn& turn, std::int64_t last) {
  std::vector<std::int64_t> keys;
  for (const auto& [key, report] : turn.state.outbox)
    if (key <= last && report.sent && !report.answered) keys.push_back(key);
  for (const std::int64_t key : keys) {
    Report report = turn.state.outbox.at(key);
    report.answered = true;
    turn.put_report(key, std::move(report));
  }
}

bool acknowledge(Turn& turn, const std::vector<std::int64_t>& row_ids) {
  std::vector<std::pair<std::int64_t, std::optional<Report>>> updates;
  for (const auto& [key, report] : turn.state.outbox) {
    if (!report.sent) continue;
    Report rest = report;
    std::erase_if(rest.rows, [&](const ReportRow& row) {
      return std::ranges::find(row_ids, row.id) != row_ids.end() ||
             find_by_name(turn.license_type(), row.entitlement) == nullptr;
    });
    if (rest.rows.size() == report.rows.size()) continue;
    if (rest.rows.empty())
      updates.emplace_back(key, std::nullopt);
    else
      updates.emplace_back(key, std::move(rest));
  }
  for (auto& [key, rest] : updates) turn.put_report(key, std::move(rest));
  return !updates.empty();
}

void clear_outbox(Turn& turn) {
  std::vector<std::int64_t> keys;
  for (const auto& [key, report] : turn.state.outbox) keys.push_back(key);
  for (const std::int64_t key : keys) turn.put_report(key, std::nullopt);
}

}  // namespace lic
