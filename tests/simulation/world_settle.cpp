// The end of a life: the faults stop, nobody makes mistakes any more, and after some weeks all must be well.

#include <algorithm>
#include <cstddef>

#include "agent/policy.hpp"
#include "tests/simulation/world.hpp"

namespace lic::sim {
namespace {
constexpr int kCommandsToLeave = 8;

// On a quiet link what says nothing new waits for the next exchange (R-USE-6).
std::ptrdiff_t reports_that_stay(const AgentState& state, const Policy& policy) {
  const auto& last_good = state.sections.authorization.last_good_at;
  return std::count_if(state.outbox.begin(), state.outbox.end(), [&](const auto& row) {
    return policy.report_unchanged || !last_good || row.second.end_trusted <= *last_good;
  });
}
}  // namespace

void World::settle() {
  journal_.note("---- the faults stop");
  stop_all_faults();
  const auto live_on = [this](Millis length) { run_until(clock_.master() + length); };
  live_on(2 * kDay);
  const bool classic = reservation_screen().classic;
  if (classic && scenario_.policy.workforce_optimization) return expect_classic();
  if (classic) command(MigrateToSmart{});
  settle_reservation();
  if (reservation_screen().installed) return expect_reserved();
  for (int round = 0; round < 3 && !journal_.violation(); ++round) {
    if (const auto event = operator_.repair(operator_view(), ssm_)) command(*event);
    live_on(20 * kDay);
  }
  if (const auto event = operator_.repair(operator_view(), ssm_)) command(*event);
  live_on(3 * kHour);
  if (!journal_.violation()) expect_well();
}

// Half of the reservations are left in order, half are made to cover everything.
void World::settle_reservation() {
  const bool stays = reservation_screen().installed && dice_.chance(0.5);
  for (int round = 0; round < kCommandsToLeave && !journal_.violation(); ++round) {
    const WallTime now = ssm_.server_time(clock_.master());
    for (const char* name : {"standard", "premium", "server", "inbound", "outbound"}) ssm_.buy(name, 1000);
    const ReservationScreen screen = reservation_screen();
    const auto event = stays ? Clerk::widen(screen, ssm_.desk(), now) : Clerk::leave(screen, ssm_.desk());
    if (event) command(*event);
    run_until(clock_.master() + kMinute);
  }
  if (!stays && reservation_screen().enabled) journal_.violated("liveness", "the reservation mode cannot be left");
}

void World::expect_classic() {
  command(MigrateToSmart{});
  if (!journal_.violation() && !reservation_screen().classic)
    journal_.violated("R-LIFE-1", "migrated though workforce optimization needs classic mode");
}

void World::expect_reserved() {
  const TrustedTime now = oracle_.memory().time.at(clock_.now());
  const AgentState& state = host_.state();
  if (journal_.violation() || machine_differs()) return;
  if (authorization_axis(state, now, scenario_.policy) != AuthorizationAxis::authorized_reserved)
    journal_.violated("liveness", "a code that covers all is installed and the reservation is not authorized");
  if (enforcement(state, now, scenario_.policy).state != EnforcementAxis::none)
    journal_.violated("liveness", "an enforcement clock runs on");
}

// The code is for the machine that the disk was in before.
bool World::machine_differs() const {
  const auto* reserved = std::get_if<Reserved>(&host_.state().sections.registration.standing);
  return reserved != nullptr && reserved->code.udi.serial != host_.serial();
}

void World::expect_well() {
  const AgentState& state = host_.state();
  const TrustedTime now = oracle_.memory().time.at(clock_.now());
  const Policy& policy = scenario_.policy;
  const AuthorizationAxis axis = authorization_axis(state, now, policy);
  const auto unwell = [this](std::string text) { journal_.violated("liveness", std::move(text)); };
  if (registration_axis(state) != RegistrationAxis::registered) unwell("not registered in the end");
  if (axis != AuthorizationAxis::authorized && axis != AuthorizationAxis::no_licenses_in_use) unwell("not authorized");
  if (const auto stay = reports_that_stay(state, policy); stay > 0)
    unwell(std::to_string(stay) + " reports stay in the outbox");
  if (state.sections.exchange.pending) unwell("an exchange is stuck");
  if (!oracle_.callers().empty()) unwell("somebody still waits for an answer");
  if (enforcement(state, now, policy).state != EnforcementAxis::none) unwell("an enforcement clock runs on");
  for (const Alarm& alarm : alarms(state, now, policy)) {
    // The right one holds as long as a lab's licenses are used, and somebody may have chosen them for good.
    const bool lab_use =
        alarm.code == AlarmCode::non_production_use && current_usage_mode(state, policy) == UsageMode::non_production;
    if (alarm.code != AlarmCode::clock_skew && !lab_use)
      unwell("alarm " + std::string(kind_of(alarm.code).mnemonic) + " holds");
  }
}

}  // namespace lic::sim
