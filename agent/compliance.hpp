#pragma once
// R-OOC: what an answer of SSM about compliance does, under both policies.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

// One answer, as far as compliance is concerned.
struct Verdict {
  bool out_of_compliance = false;
  // The end of the report that this answer judges; none for answers outside report times (R-OOC-1).
  std::optional<TrustedTime> report_end;
  // What was asked for, by entitlement, "seats" included.
  Quantities asked;
};

void judge(Turn& turn, const Verdict& verdict);

// The quantity that reports of this entitlement never fall below (R-OOC-4); 0 = not locked.
[[nodiscard]] std::int64_t lock_of(const ComplianceState& compliance, const EntitlementName& entitlement);

// Minutes until the tolerance is over, in the `tolerated` phase (R-OOC-1).
[[nodiscard]] std::optional<int> tolerance_minutes_left(const ComplianceState& compliance, const Policy& policy);

// What is short (R-OOC-8), from the last answers: premium covers standard.
[[nodiscard]] Quantities shortfall(const AgentState& state, const Policy& policy);

// The name under which users at once are kept beside the entitlements.
[[nodiscard]] const EntitlementName& seats_name();

}  // namespace lic
