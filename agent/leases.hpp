#pragma once
// R-USE-9: when sessions end by themselves. A session ends with its own lease, or with its product process, which is
// lost for `product_lease`. Both run in lease time: trusted time without what nobody watched (off, asleep).

#include <optional>

#include "agent/turn.hpp"

namespace lic {

inline constexpr Millis kLeaseMin = 10 * kSecond;
inline constexpr Millis kLeaseMax = 30 * kDay;
inline constexpr std::size_t kLeasesPerTurn = 10'000;  // that end in one step, so that the loop never stands still

[[nodiscard]] TrustedTime lease_now(const Turn& turn);
// The soonest end of any lease, in trusted time as it runs now.
[[nodiscard]] std::optional<TrustedTime> next_lease_end(const AgentState& state, const Policy& policy);

// What passed since `last_seen` does not count.
void skip_lease_time(Turn& turn, TrustedTime last_seen);
// After a start: nor did the time off; and every product process is lost until it connects again.
void resume_leases(Turn& turn, TrustedTime last_seen);
// Time has passed since `last_seen`. A wake much later than a lease's end means that nobody watched.
void pass_lease_time(Turn& turn, TrustedTime last_seen);

// Signs out whose lease ended before `limit`, at the instant it ended, at most kLeasesPerTurn of them; what is left
// stays due. True if anything ended.
bool expire_leases(Turn& turn, TrustedTime limit);

}  // namespace lic
