#pragma once
// Everything around the loop, under the test's hand.

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/clock.hpp"
#include "daemon/log/alarm_sink.hpp"
#include "daemon/loop/agent_loop.hpp"
#include "daemon/loop/key_maker.hpp"
#include "daemon/loop/wake.hpp"
#include "tests/support/memory_key_store.hpp"
#include "tests/support/memory_store.hpp"
#include "transport/ssm_channel.hpp"

namespace lic::test {

// Runs what was put off only when told.
class HandWake final : public Wake {
public:
  void soon(std::function<void()> turn) override { turns_.push_back(std::move(turn)); }
  void arm(std::optional<BootTime> at, std::function<void()> due) override {
    armed_at = at;
    due_ = std::move(due);
  }
  void retry_after(Millis delay, std::function<void()> again) override {
    retry_delay = delay;
    ++retries_set;
    retry_ = std::move(again);
  }

  void run_all() {
    while (!turns_.empty()) {
      const auto turn = std::move(turns_.front());
      turns_.pop_front();
      turn();
    }
  }
  void fire() { due_(); }
  void retry() { retry_(); }

  std::optional<BootTime> armed_at;
  std::optional<Millis> retry_delay;
  int retries_set = 0;

private:
  std::deque<std::function<void()>> turns_;
  std::function<void()> due_;
  std::function<void()> retry_;
};

class FakeChannel final : public SsmChannel {
public:
  void begin(const SsmRequest& request, Done done) override {
    requests.push_back(request);
    done_ = std::move(done);
  }
  void cancel(const ExchangeId& exchange) override { cancelled.push_back(exchange); }
  void reply(SsmAnswer answer) {
    const Done done = std::exchange(done_, nullptr);
    done({.exchange = requests.back().id, .server_time = std::nullopt, .answer = std::move(answer)});
  }

  std::vector<SsmRequest> requests;
  std::vector<ExchangeId> cancelled;

private:
  Done done_;
};

// Keys are ready when the test says so.
class FakeKeyMaker final : public KeyMaker {
public:
  void prepare(const KeyRef& key, Done done) override {
    keys.push_back(key);
    done_ = std::move(done);
  }
  void finish() {
    const Done done = std::exchange(done_, nullptr);
    done({.key = keys.back(), .failure = std::nullopt});
  }
  std::vector<KeyRef> keys;

private:
  Done done_;
};

class HeardAlarms final : public AlarmSink {
public:
  void tell(const AlarmNotice& notice) override { notices.push_back(notice); }
  std::vector<AlarmNotice> notices;
};

// A product with standard and premium seats that reports every quarter hour.
[[nodiscard]] Policy small_policy();
inline constexpr WallTime kFirstMoment{Millis{1'772'447'400'000}};  // 2026-03-02T10:30:00Z

[[nodiscard]] SignIn sign_in(const std::string& id);  // of a standard seat
[[nodiscard]] RegisterCommand registration();         // that waits for its outcome

enum class ClockKind { lab, real };  // what the loop takes the test's clock for

// One daemon's loop over a store that outlives it.
struct LoopBench {
  explicit LoopBench(MemoryStore& disk, LabPosition position = LabClock::first_position(kFirstMoment),
                     ClockKind kind = ClockKind::lab);
  void start();
  void run() { wake.run_all(); }
  // Submits, runs and gives the answer, if it has come.
  [[nodiscard]] std::optional<Answered> ask(Event event);

  Policy policy = small_policy();
  LabClock clock;
  LabDice dice{1};
  HandWake wake;
  FakeChannel channel;
  MemoryKeyStore keys;
  FakeKeyMaker key_maker;
  HeardAlarms alarms;
  AgentLoop loop;
};

}  // namespace lic::test
