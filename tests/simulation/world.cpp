#include "tests/simulation/world.hpp"

#include <algorithm>
#include <utility>

namespace lic::sim {
namespace {
constexpr MasterTime kBirth{Millis{1767225600000}};  // 2026-01-01
constexpr int kWakesAtOnceMax = 40;
}  // namespace

World::World(std::uint64_t seed, Mutation mutation, bool verbose)
    : seed_(seed),
      dice_(seed * 0x9e3779b97f4a7c15ULL + 17),
      scenario_(draw_scenario(dice_.fork(1))),
      journal_(verbose),
      clock_(kBirth + Millis{dice_.below(365) * kDay.count() + dice_.below(kDay.count())}),
      ssm_(scenario_.policy.license_type, dice_.fork(2), journal_),
      oracle_(scenario_.policy, mutated(scenario_.policy, mutation), journal_, ssm_),
      host_(scenario_, mutation, dice_.fork(3), journal_, oracle_),
      product_(dice_.fork(4), scenario_.bursts_a_year),
      operator_(dice_.fork(5), clock_.master()),
      clerk_(dice_.fork(7)),
      faults_(dice_.fork(6), scenario_),
      asleep_until_(clock_.master()),
      last_trouble_(clock_.master()) {
  host_.connect(*this);
  ssm_.buy("standard", 10 + dice_.below(20));
  ssm_.buy("premium", 4 + dice_.below(12));
  for (const char* name : {"server", "inbound", "outbound"}) ssm_.buy(name, 20);
  if (dice_.chance(0.7)) ssm_.settings().allows_export = dice_.chance(0.5);
  ssm_.settings().accepts_expired_proof = dice_.chance(0.5);
  ssm_.settings().tells_expiry = dice_.chance(0.3);
  ssm_.settings().tells_interval = dice_.chance(0.5);
  ssm_.settings().tells_window = dice_.chance(0.4);
  plan(clock_.master(), ProcessStarts{});
  plan(clock_.master() + kHour, ProductComes{});
  plan(clock_.master() + 2 * kHour, OperatorComes{});
  plan(clock_.master() + 3 * kHour, FaultsCome{});
  const bool migrates = scenario_.policy.first_mode == LicensingMode::classic;
  if (scenario_.reserves || migrates) plan(clock_.master() + 4 * kHour, ClerkComes{});
}

void World::plan(MasterTime at, What what) { plans_.push(Plan{at, next_order_++, std::move(what)}); }

RunResult World::live(Millis length) {
  run_until(clock_.master() + length);
  if (!journal_.violation()) settle();
  RunResult result;
  result.seed = seed_;
  result.violation = journal_.violation();
  result.last_lines.assign(journal_.lines().begin(), journal_.lines().end());
  result.steps = host_.steps();
  result.requests = requests_;
  return result;
}

void World::run_until(MasterTime end) {
  while (clock_.master() < end && !journal_.violation()) {
    const std::optional<Upcoming> wake = host_.wake();
    MasterTime at = end;
    bool waking = false;
    if (wake) {
      const MasterTime due = std::max({clock_.master_at(wake->at), clock_.master(), asleep_until_});
      waking = due <= at;
      at = std::min(at, due);
    }
    const bool planned = !plans_.empty() && plans_.top().at <= at;
    if (planned) at = std::max(plans_.top().at, clock_.master());
    clock_.advance_to(at);
    journal_.set_time(clock_.master());
    if (planned) {
      Plan next = plans_.top();
      plans_.pop();
      happen(next.what);
    } else if (waking) {
      wake_agent();
    }
    oracle_.callers().check_patience(oracle_.context(), clock_.master());
  }
}

void World::wake_agent() {
  wakes_at_once_ = clock_.master() == last_wake_ ? wakes_at_once_ + 1 : 0;
  last_wake_ = clock_.master();
  if (wakes_at_once_ > kWakesAtOnceMax) {
    const auto wake = host_.wake();
    journal_.violated("R-TIME-3", "the core asks to be woken again and again for " +
                                      std::string(wake ? wake->name : std::string_view{"nothing"}));
  }
  feed({Arrival{TimerFired{}, std::nullopt}});
}

void World::happen(What& what) {
  std::visit([this](auto& thing) { on(thing); }, what);
}

void World::feed(const std::vector<Arrival>& arrivals) {
  if (!host_.alive()) return;
  for (const Arrival& arrival : arrivals) {
    if (arrival.request) oracle_.callers().asked(*arrival.request, clock_.master());
  }
  if (is_silenced()) trouble();
  host_.feed(arrivals, clock_.now(), calm());
}

Millis World::calm() const {
  const SsmSettings settings = ssm_.settings_now();
  const bool bad = cloned_ || partitions_ > 0 || settings.try_again || settings.refuses || settings.refuses_renewal ||
                   !within(clock_.wall_offset() - settings.clock_offset, 50 * kMinute);
  return bad ? Millis{0} : clock_.master() - last_trouble_;
}

}  // namespace lic::sim
