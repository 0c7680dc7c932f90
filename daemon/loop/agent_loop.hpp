#pragma once
// The group commit (architecture.md section 4): takes events in order, steps the core, commits the batch once, and only
// then lets effects out. Owns the state; everything else sees it through read(). One thread.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/effect.hpp"
#include "agent/event.hpp"
#include "agent/policy.hpp"
#include "agent/state.hpp"
#include "agent/status.hpp"
#include "agent/step.hpp"
#include "daemon/clock.hpp"
#include "daemon/loop/dice.hpp"
#include "daemon/loop/effect_runner.hpp"
#include "daemon/loop/wake.hpp"
#include "persistence/state_store.hpp"

namespace lic {

// What a reader sees: the committed state at one moment. Valid during the call only.
struct Reading {
  const AgentState& state;
  const Policy& policy;
  Now now;
  // Holds while the disk refuses; no part of the state, since it cannot be stored.
  const std::optional<AlarmView>& storage_alarm;
};

class AgentLoop {
public:
  static constexpr std::size_t kInboxMax = 4096;
  static constexpr std::size_t kBatchMax = 1024;
  static constexpr Millis kRetryFirst = kSecond;
  static constexpr Millis kRetryMax = 60 * kSecond;

  // All outlive the loop. `lab` is set when the clock is a lab clock: its position is stored with each batch.
  struct Parts {
    const Policy& policy;
    const Clock& clock;
    const LabClock* lab;
    Dice& dice;
    StateStore& store;
    Outside outside;
    Wake& wake;
  };
  using Answerer = std::function<void(const Answered&)>;
  using Reader = std::function<void(const Reading&)>;
  // After each batch, with the domain events that it stored.
  using Observer = std::function<void(const Reading&, const std::vector<DomainEvent>&)>;

  AgentLoop(Parts parts, LoadedState loaded);
  AgentLoop(const AgentLoop&) = delete;
  AgentLoop& operator=(const AgentLoop&) = delete;

  // The first event of a run; commits before it returns. Error `storage` if the disk refuses: do not go on then.
  [[nodiscard]] Result<void> start(Udi udi, std::string host_name = {});
  // The last one: commits, answers everybody who still waits, refuses what comes later.
  void stop();

  // A request from outside. The answer comes once, after its commit, never from inside the call. False = the inbox is
  // full or the loop is stopping; `answer` is then dropped.
  [[nodiscard]] bool submit(Event event, Answerer answer);
  // Whether submit() and read() take one more now. There is room again after a batch; observers may look.
  [[nodiscard]] bool has_room() const { return !is_stopping_ && inbox_.size() < kInboxMax; }
  // Sees the state after the batch it is in. False as above.
  [[nodiscard]] bool read(Reader reader);
  // From inside (replies, keys): never refused, kept until it is committed.
  void inform(Event event);
  // The clock was stepped or moved: fire the timer even when nothing is due.
  void wake_up();

  void observe(Observer observer) { observers_.push_back(std::move(observer)); }
  // Inbox empty, nothing in flight, everything committed, next deadline later than now (interfaces.md section 8).
  [[nodiscard]] bool is_settled() const;
  [[nodiscard]] std::optional<Upcoming> next_due() const { return next_deadline(state_, parts_.policy); }
  // What the loop itself may look at between batches; on its thread.
  [[nodiscard]] Reading reading() const;

private:
  struct Input {
    Event event;
    std::optional<RequestId> request;
  };
  using Item = std::variant<Input, Reader>;
  struct Batch {
    Sections sections_before;
    Waiters waiters_before;
    std::vector<Input> inputs;
    std::vector<Reader> readers;
    Step result;  // of all inputs together
  };

  void schedule();
  void turn();
  [[nodiscard]] Batch take();
  void step_all(Batch& batch);
  [[nodiscard]] Result<void> commit(const Batch& batch);
  void succeed(Batch& batch);
  void fail(Batch& batch, const Error& error);
  void publish(const std::vector<DomainEvent>& events);
  void arm();
  [[nodiscard]] bool is_timer_due() const;
  void respond(RequestId to, const Answered& answer);

  Parts parts_;
  AgentState state_;
  std::optional<LabPosition> committed_position_;
  EffectRunner effects_;
  std::deque<Item> inbox_;
  std::map<RequestId, Answerer> waiting_;
  std::vector<Observer> observers_;
  std::uint64_t last_request_ = 0;
  std::optional<AlarmView> storage_alarm_;
  Millis retry_delay_{0};  // zero = the disk works
  bool is_retry_armed_ = false;
  int idle_firings_ = 0;  // timer turns in a row that left something due
  bool is_started_ = false;
  bool is_stopping_ = false;
  bool is_scheduled_ = false;
  bool fires_next_ = false;
};

}  // namespace lic
