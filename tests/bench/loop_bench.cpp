// What the loop and the core cost a sign-in: batches of one up to 512 through the group commit, over a store that does
// nothing. The seats are there already or come and go; ids have 16 characters.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "daemon/clock.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "tests/bench/flex_policy.hpp"

namespace {

using namespace lic;  // tidy: allow banned: one file, one program

class NoStore final : public StateStore {
public:
  Result<LoadedState> load() override { return LoadedState{}; }
  Result<void> commit(const Commit&) override { return {}; }
  Result<std::vector<HistoryRow>> history(WallTime, WallTime, std::int64_t) override {
    return std::vector<HistoryRow>{};
  }
  Result<std::optional<ReportRecord>> report(std::int64_t) override { return std::optional<ReportRecord>{}; }
  Result<SessionLog> sessions_across(std::int64_t, std::int64_t) override { return SessionLog{}; }
  Result<std::vector<StoredEvent>> events(std::int64_t, std::int64_t) override { return std::vector<StoredEvent>{}; }
  Result<std::int64_t> newest_event() override { return 0; }
};

class HandWake final : public Wake {
public:
  void soon(std::function<void()> turn) override { turn_ = std::move(turn); }
  void arm(std::optional<BootTime>, std::function<void()>) override {}
  void retry_after(Millis, std::function<void()>) override {}
  void run() {
    while (turn_) std::exchange(turn_, nullptr)();
  }

private:
  std::function<void()> turn_;
};

class NoChannel final : public SsmChannel {
public:
  void begin(const SsmRequest&, Done) override {}
  void cancel(const ExchangeId&) override {}
};
class NoKeys final : public KeyStore {
public:
  Result<void> store_key(const KeyRef&, const KeyMaterial&) override { return {}; }
  Result<KeyMaterial> load_key(const KeyRef&) override { return Error(ErrorCode::not_found, "none"); }
  Result<void> destroy_key(const KeyRef&) override { return {}; }
  Result<std::vector<KeyRef>> keys() override { return std::vector<KeyRef>{}; }
  Result<void> store_token(const TokenRef&, const Secret&) override { return {}; }
  Result<Secret> load_token(const TokenRef&) override { return Error(ErrorCode::not_found, "none"); }
  Result<void> destroy_token(const TokenRef&) override { return {}; }
  Result<std::vector<TokenRef>> tokens() override { return std::vector<TokenRef>{}; }
};
class NoKeyMaker final : public KeyMaker {
public:
  void prepare(const KeyRef&, Done) override {}
};
class NoAlarms final : public AlarmSink {
public:
  void tell(const AlarmNotice&) override {}
};

constexpr std::size_t kIds = 100'000;

struct Machine {
  Policy policy = bench::flex_policy();
  SystemClock clock;
  RandomDice dice;
  NoStore store;
  HandWake wake;
  NoChannel channel;
  NoKeys keys;
  NoKeyMaker key_maker;
  NoAlarms alarms;
  AgentLoop loop;
  std::vector<std::string> ids;
  std::size_t next = 0;
  std::int64_t answers = 0;

  Machine()
      : loop({.policy = policy,
              .clock = clock,
              .lab = nullptr,
              .dice = dice,
              .store = store,
              .outside = {.channel = channel, .keys = keys, .key_maker = key_maker, .alarms = alarms},
              .wake = wake},
             LoadedState{}) {
    if (!loop.start({"UCCX", "serial", "uuid"}).has_value()) std::abort();
    for (std::size_t number = 0; number < kIds; ++number) {
      char id[17];
      std::snprintf(id, sizeof id, "agent%011zu", number * 7919 % kIds);
      ids.emplace_back(id);
    }
  }
  const std::string& id() { return ids[next++ % kIds]; }
  void ask(Event event) {
    if (!loop.submit(std::move(event), [this](const Answered& answered) {
          answers += std::holds_alternative<SeatDone>(answered) ? 1 : 0;
        }))
      std::abort();
  }
};

CapabilitySet capabilities(std::size_t number) {
  return with(number % 3 == 0 ? Capability::chat : Capability::inbound_voice);
}

// The same people again and again, now with other capabilities.
void sign_ins(benchmark::State& run) {
  Machine machine;
  const auto size = run.range(0);
  for (auto _ : run) {
    for (std::int64_t count = 0; count < size; ++count) {
      const std::size_t number = machine.next;
      machine.ask(SignIn{SeatId{machine.id()}, capabilities(number * 31)});
    }
    machine.wake.run();
  }
  run.SetItemsProcessed(machine.answers);
}
BENCHMARK(sign_ins)->Arg(1)->Arg(16)->Arg(64)->Arg(512);

}  // namespace
