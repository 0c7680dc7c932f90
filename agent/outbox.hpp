#pragma once
// R-USE-6, 7: reports on their way to SSM. Durable, bounded, frozen once sent, at least once there and counted once.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "agent/turn.hpp"

namespace lic {

// A peak and when it was first reached (R-USE-11).
struct Peak {
  std::int64_t count = 0;
  TrustedTime at;
  std::int64_t change = 0;
};
struct Peaks {
  WallTime start;
  WallTime end;
  TrustedTime end_trusted;
  std::int64_t seats = 0;
  std::map<EntitlementName, Peak> entitlements;  // what is reported: counted, and the version's 1
};

// Queues the peaks of one report time. True if they must be sent now; false if they may wait for the next exchange
// (unchanged, and policy report_unchanged is off).
[[nodiscard]] bool queue_report(Turn& turn, const Peaks& peaks);

// Freezes and gives the rows of the next exchange, oldest first: one report time under `tolerant` (so that each has its
// answer), else up to rows_per_exchange_max. `everything` ignores the one-report rule (the last exchange of a leaving
// instance).
struct Batch {
  std::vector<UsageReport> rows;
  Quantities asked;                  // of the newest report in it
  std::optional<std::int64_t> last;  // outbox key of that report
};
[[nodiscard]] Batch freeze_batch(Turn& turn, bool everything);

// SSM has judged everything up to this report; what it did not acknowledge goes along with later exchanges.
void mark_answered(Turn& turn, std::int64_t last);

// SSM has these rows. True if anything was removed.
bool acknowledge(Turn& turn, const std::vector<std::int64_t>& row_ids);

void clear_outbox(Turn& turn);
[[nodiscard]] std::int64_t outbox_rows(const AgentState& state);

}  // namespace lic
