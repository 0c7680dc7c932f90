#include "tests/simulation/oracle_reports.hpp"

#include <algorithm>
#include <string>

namespace lic::sim {
namespace {

std::int64_t peak_of(const Entitlement& entitlement, const Counts& peaks) {
  return entitlement.meter ? peaks[static_cast<std::size_t>(*entitlement.meter)] : 0;
}

bool all_counted(const OracleContext& context, const Counts& peaks, const auto& has_row) {
  const auto& entitlements = context.policy.license_type.entitlements;
  return std::all_of(entitlements.begin(), entitlements.end(), [&peaks, &has_row](const Entitlement& entitlement) {
    if (entitlement.mode != EntitlementMode::counted) return true;
    const std::int64_t peak = peak_of(entitlement, peaks);
    return peak == 0 || has_row(entitlement, peak);
  });
}

}  // namespace

void ReportOracle::ended(const OracleContext& context, const std::vector<ClosedPeriod>& periods) {
  for (const ClosedPeriod& period : periods) {
    if (all_counted(context, period.peaks, [](const Entitlement&, std::int64_t) { return false; })) continue;
    owed_.push_back(period);
    ++unchecked_;
  }
}

bool ReportOracle::in_outbox(const OracleContext& context, const ClosedPeriod& period, const VirtualDisk& disk) const {
  return all_counted(context, period.peaks, [&disk, &period](const Entitlement& entitlement, std::int64_t peak) {
    return std::any_of(disk.outbox.begin(), disk.outbox.end(), [&](const auto& entry) {
      const Report& report = entry.second;
      if (report.start > period.start || report.end < period.end) return false;
      return std::any_of(report.rows.begin(), report.rows.end(),
                         [&](const ReportRow& row) { return row.entitlement == entitlement.name && row.peak >= peak; });
    });
  });
}

bool ReportOracle::counted(const OracleContext& context, const ClosedPeriod& period, const InstanceId& instance) const {
  const SsmInstance* known = context.ssm.find(instance);
  if (known == nullptr) return false;
  return all_counted(context, period.peaks, [known, &period](const Entitlement& entitlement, std::int64_t peak) {
    return std::any_of(known->rows.rbegin(), known->rows.rend(), [&](const auto& entry) {
      const UsageReport& row = entry.second;
      return row.tag == entitlement.tag && row.interval_start <= period.start && row.interval_end >= period.end &&
             row.peak >= peak;
    });
  });
}

void ReportOracle::after_commit(const OracleContext& context, const std::vector<Seen>& batch, const VirtualDisk& disk,
                                const InstanceId& instance) {
  bool removed = false;
  for (const Seen& seen : batch) {
    for (const OutboxChange& change : seen.step->changes.outbox) removed = removed || (change.before && !change.after);
  }
  if (!removed && unchecked_ == 0) return;
  const std::size_t first = removed ? 0 : owed_.size() - unchecked_;
  unchecked_ = 0;
  std::vector<ClosedPeriod> kept(owed_.begin(), owed_.begin() + static_cast<std::ptrdiff_t>(first));
  for (std::size_t index = first; index < owed_.size(); ++index) {
    const ClosedPeriod& period = owed_[index];
    if (in_outbox(context, period, disk)) {
      kept.push_back(period);
    } else if (!counted(context, period, instance)) {
      context.journal.violated("R-USE-7", "the report of the period from " +
                                              text_of(TrustedTime{period.start.time_since_epoch()}) + " to " +
                                              text_of(TrustedTime{period.end.time_since_epoch()}) + " was lost");
    }
  }
  owed_ = std::move(kept);
}

void ReportOracle::check_sent(const OracleContext& context, const AuthorizationRequest& request,
                              const UsageOracle& usage, bool last) {
  if (!request.reports.empty()) {
    const auto oldest = std::ranges::min_element(request.reports, {}, &UsageReport::id);
    sent_.erase(sent_.begin(), sent_.lower_bound(oldest->id));
  }
  for (const UsageReport& row : request.reports) {
    const Entitlement* entitlement = find_by_tag(context.policy.license_type, row.tag);
    if (entitlement == nullptr || entitlement->mode == EntitlementMode::stored) {
      context.journal.violated("R-USE-5", "a row for " + row.tag.value + " is reported");
      continue;
    }
    // A row is frozen when it is first sent (R-USE-7); by the next time its interval may lie in a calendar that is
    // gone.
    const auto [known, is_first] = sent_.try_emplace(row.id, row.peak);
    if (!is_first && known->second != row.peak)
      context.journal.violated("R-USE-7", "row " + std::to_string(row.id) + " was sent before with another peak");
    const auto peaks = is_first ? usage.peak_between(row.interval_start, row.interval_end) : std::nullopt;
    if (peaks && peak_of(*entitlement, *peaks) != row.peak) {
      context.journal.violated("R-USE-6", "row " + std::to_string(row.id) + " of " +
                                              text_of(TrustedTime{row.interval_start.time_since_epoch()}) + " to " +
                                              text_of(TrustedTime{row.interval_end.time_since_epoch()}) +
                                              " reports a peak of " + std::to_string(row.peak) + " instead of " +
                                              std::to_string(peak_of(*entitlement, *peaks)));
    }
    if (row.locked == 0 && row.reported != row.peak) {
      context.journal.violated("R-USE-6", "row " + std::to_string(row.id) + " reports another quantity than its peak");
    }
    if (!last && context.policy.ooc_policy == OocPolicy::tolerant &&
        row.interval_end != request.reports.front().interval_end) {
      context.journal.violated("R-USE-7", "two report times in one exchange under the tolerant policy");
    }
  }
  if (static_cast<std::int64_t>(request.reports.size()) > context.policy.rows_per_exchange_max) {
    context.journal.violated("R-USE-7", "too many rows in one exchange");
  }
}

}  // namespace lic::sim
