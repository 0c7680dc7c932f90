// The usage oracle's reading of the history rows (R-USE-3, R-USE-4).

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "tests/simulation/oracle_usage.hpp"

namespace lic::sim {
namespace {

struct Piece {
  WallTime start;
  WallTime end;
  std::int64_t peak = 0;
};

std::optional<std::size_t> meter_named(const Policy& policy, const std::string& name) {
  if (name == "seats") return static_cast<std::size_t>(Meter::seats);
  const Entitlement* entitlement = find_by_name(policy.license_type, EntitlementName{name});
  if (entitlement == nullptr || !entitlement->meter) return std::nullopt;
  return static_cast<std::size_t>(*entitlement->meter);
}

void append(std::vector<Piece>& pieces, Piece piece) {
  if (!pieces.empty() && pieces.back().peak == piece.peak && pieces.back().end == piece.start) {
    pieces.back().end = piece.end;
  } else {
    pieces.push_back(piece);
  }
}

std::string text_of_pieces(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    text += " [" + text_of(TrustedTime{piece.start.time_since_epoch()}) + ".." +
            text_of(TrustedTime{piece.end.time_since_epoch()}) + " peak " + std::to_string(piece.peak) + "]";
  }
  return text.empty() ? " nothing" : text;
}

}  // namespace

void UsageOracle::compare_rows(const OracleContext& context, const std::vector<ClosedRun>& expected,
                               const std::vector<HistoryAppend>& written) {
  std::map<std::size_t, std::vector<Piece>> theirs;
  std::map<std::size_t, std::string> names;
  for (const HistoryAppend& entry : written) {
    const auto meter = meter_named(context.policy, entry.row.entitlement);
    if (!meter) continue;
    const Millis width = context.policy.interval;
    append(theirs[*meter],
           Piece{entry.row.interval_start, entry.row.interval_end + width * entry.repeats, entry.row.peak});
    names[*meter] = entry.row.entitlement;
  }
  const auto judge = [&context](const std::string& name, std::size_t meter, const std::vector<ClosedRun>& runs,
                                const std::vector<Piece>& pieces) {
    std::vector<Piece> ours;
    for (const ClosedRun& run : runs) append(ours, Piece{run.start, run.end, run.peaks[meter]});
    const bool same = std::equal(
        ours.begin(), ours.end(), pieces.begin(), pieces.end(),
        [](const Piece& a, const Piece& b) { return a.start == b.start && a.end == b.end && a.peak == b.peak; });
    if (same) return;
    context.journal.violated(
        "R-USE-3", "history of " + name + " is" + text_of_pieces(pieces) + " instead of" + text_of_pieces(ours));
  };
  judge("seats", static_cast<std::size_t>(Meter::seats), expected, theirs[static_cast<std::size_t>(Meter::seats)]);
  for (const Entitlement& entitlement : context.policy.license_type.entitlements) {
    if (!entitlement.meter) continue;
    const auto meter = static_cast<std::size_t>(*entitlement.meter);
    judge(entitlement.name.value, meter, expected, theirs[meter]);
  }
}

// After a start or a clock step the borders are the core's choice; the peak of the interval that was open is not.
void UsageOracle::compare_disturbed_rows(const OracleContext& context,
                                         const std::vector<HistoryAppend>& written) const {
  for (const HistoryAppend& entry : written) {
    const auto meter = meter_named(context.policy, entry.row.entitlement);
    if (!meter || entry.row.interval_start != opened_at_) continue;
    if (entry.row.peak != peak_[*meter]) {
      context.journal.violated("R-USE-3", "the open interval of " + entry.row.entitlement + " was closed with peak " +
                                              std::to_string(entry.row.peak) + " instead of " +
                                              std::to_string(peak_[*meter]));
    }
  }
}

}  // namespace lic::sim
