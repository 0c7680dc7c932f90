// What one decision of the core costs: sign-ins at different sizes, a quarter-hour border, a status.
#include <benchmark/benchmark.h>

#include <string>

#include "agent/status.hpp"
#include "agent/step.hpp"
#include "tests/bench/flex_policy.hpp"

namespace {

using namespace lic;  // tidy: allow banned: one file, one program

struct Machine {
  Policy policy = bench::flex_policy();
  AgentState state;
  Now now{WallTime{Millis{1772409600000}}, BootTime{kHour}};
  std::uint64_t dice = 1;

  explicit Machine(std::int64_t seats) {
    feed(Started{"boot", Udi{"UCCX", "serial", "uuid"}});
    for (std::int64_t seat = 0; seat < seats; ++seat)
      feed(SignIn{SeatId{"agent" + std::to_string(seat)}, with(Capability::inbound_voice), {}});
  }
  Step feed(Event event) { return step(state, {now, ++dice, std::nullopt, std::move(event)}, policy); }
};

void sign_in_and_out(benchmark::State& run) {
  Machine machine(run.range(0));
  const SeatId seat{"one more"};
  for (auto _ : run) {
    benchmark::DoNotOptimize(machine.feed(SignIn{seat, with(Capability::chat), {}}));
    benchmark::DoNotOptimize(machine.feed(SignOut{seat}));
  }
  run.SetItemsProcessed(run.iterations() * 2);
}
BENCHMARK(sign_in_and_out)->Arg(0)->Arg(1000)->Arg(100000);

void quarter_hour_border(benchmark::State& run) {
  Machine machine(100);
  for (auto _ : run) {
    machine.now.wall += 15 * kMinute;
    machine.now.boot += 15 * kMinute;
    benchmark::DoNotOptimize(machine.feed(TimerFired{}));
  }
}
BENCHMARK(quarter_hour_border);

void status_of(benchmark::State& run) {
  Machine machine(1000);
  for (auto _ : run) benchmark::DoNotOptimize(status(machine.state, machine.now, machine.policy));
}
BENCHMARK(status_of);

}  // namespace
