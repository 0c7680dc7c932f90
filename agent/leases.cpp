#include "agent/leases.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "agent/products.hpp"
#include "agent/seats.hpp"

namespace lic {
namespace {

// Sessions of a process end so; 0 = it holds none.
std::optional<TrustedTime> end_of(const ProductProcess& process, const Policy& policy) {
  if (!process.lost_at || process.holder == 0) return std::nullopt;
  return *process.lost_at + policy.product_lease;
}

struct Ended {
  std::string process;  // empty = the session's own lease
  std::int64_t sessions = 0;
};

// One slice of leases that ended before `limit` (in trusted time).
class Expiry {
public:
  Expiry(Turn& turn, TrustedTime limit) : turn_(turn), products_(turn.state.sections.products), limit_(limit) {}

  bool run() {
    end_own_leases();
    end_lost_processes();
    if (ended_.empty()) return changed_;
    tell();
    return true;
  }

private:
  [[nodiscard]] TrustedTime in_trusted_time(TrustedTime end) const { return end + products_.unwatched; }

  // A lease that ends is a sign-out at that instant, though the timer comes a little later.
  void sign_out_at(const SeatId& seat, TrustedTime end) {
    const Now now = turn_.now;
    turn_.now.wall -= turn_.trusted - std::min(in_trusted_time(end), turn_.trusted);
    sign_out(turn_, seat);
    turn_.now = now;
    --left_;
  }

  void end_own_leases() {
    const TrustedTime last = limit_ - products_.unwatched - Millis{1};
    Ended own;
    for (std::string& id : turn_.state.seats.leases_ended(last, left_)) {
      const SeatId seat{std::move(id)};
      sign_out_at(seat, *turn_.state.seats.find(seat.value)->lease_ends);
      ++own.sessions;
    }
    if (own.sessions > 0) ended_.push_back(own);
  }

  void end_lost_processes() {
    std::map<std::uint32_t, std::pair<std::string, TrustedTime>> lost;  // by holder: who, and when it ended
    for (const auto& [key, process] : products_.processes)
      if (const auto end = end_of(process, turn_.policy); end && in_trusted_time(*end) < limit_)
        lost.emplace(process.holder, std::pair(key, *end));
    if (lost.empty()) return;
    std::vector<std::pair<SeatId, std::uint32_t>> held;
    const SeatTable& seats = turn_.state.seats;
    for (std::size_t chunk = 0; chunk < seats.chunk_count() && held.size() < left_; ++chunk)
      seats.visit_chunk(chunk, [&](std::string_view id, const Seat& seat) {
        if (held.size() < left_ && lost.contains(seat.holder)) held.emplace_back(SeatId{std::string(id)}, seat.holder);
      });
    const bool all = held.size() < left_;
    std::map<std::uint32_t, std::int64_t> counts;
    for (const auto& [seat, holder] : held) {
      sign_out_at(seat, lost.at(holder).second);
      ++counts[holder];
    }
    for (const auto& [holder, count] : counts)
      ended_.push_back({products_.processes.at(lost.at(holder).first).name, count});
    if (!all) return;
    for (const auto& [holder, who] : lost) forget_process(turn_, who.first);
    changed_ = true;
  }

  void tell() {
    std::int64_t sessions = 0;
    std::string whose;
    for (const Ended& ended : ended_) {
      sessions += ended.sessions;
      if (!whose.empty()) whose += ", ";
      whose +=
          std::to_string(ended.sessions) +
          (ended.process.empty() ? " by their own lease" : " of the lost product process \"" + ended.process + "\"");
    }
    turn_.record("SESSIONS_EXPIRED",
                 std::to_string(sessions) + (sessions == 1 ? " session" : " sessions") + " ended: " + whose + ".");
  }

  Turn& turn_;
  ProductState& products_;
  TrustedTime limit_;
  std::size_t left_ = kLeasesPerTurn;
  std::vector<Ended> ended_;
  bool changed_ = false;
};

}  // namespace

TrustedTime lease_now(const Turn& turn) { return turn.trusted - turn.state.sections.products.unwatched; }

std::optional<TrustedTime> next_lease_end(const AgentState& state, const Policy& policy) {
  std::optional<TrustedTime> soonest = state.seats.next_lease_end();
  const ProductState& products = state.sections.products;
  for (const auto& [key, process] : products.processes)
    if (const auto end = end_of(process, policy); end && (!soonest || *end < *soonest)) soonest = end;
  return soonest ? std::optional(*soonest + products.unwatched) : std::nullopt;
}

void skip_lease_time(Turn& turn, TrustedTime last_seen) {
  turn.state.sections.products.unwatched += turn.trusted - last_seen;
  turn.beyond_usage = true;
}

void resume_leases(Turn& turn, TrustedTime last_seen) {
  skip_lease_time(turn, last_seen);
  for (auto& [key, process] : turn.state.sections.products.processes)
    if (!process.lost_at) process.lost_at = lease_now(turn);
}

void pass_lease_time(Turn& turn, TrustedTime last_seen) {
  const auto end = next_lease_end(turn.state, turn.policy);
  const bool was_due = end && *end <= last_seen;  // ended already, and goes on in slices
  if (end && !was_due && turn.trusted - *end > turn.policy.clock_jump) skip_lease_time(turn, last_seen);
}

bool expire_leases(Turn& turn, TrustedTime limit) {
  const auto end = next_lease_end(turn.state, turn.policy);
  return end && *end < limit && Expiry(turn, limit).run();
}

}  // namespace lic
