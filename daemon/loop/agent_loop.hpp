#pragma once
// The group commit (architecture.md section 4): takes events in order, steps the core, commits the batch once, and only
// then lets effects out. Owns the state; everything else sees it through read(). One thread.
//
// While the disk refuses, seats and ports go on in memory (interfaces.md section 3): what the product tells is stepped
// and answered, and each try of the disk commits everything since. Nothing else leaves the process until then.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
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
#include "daemon/loop/inbox.hpp"
#include "daemon/loop/pending.hpp"
#include "daemon/loop/unreadable_product.hpp"
#include "daemon/loop/wake.hpp"
#include "persistence/state_store.hpp"

namespace lic {

// What a reader sees: the state at one moment; on disk, unless the disk refuses. Valid during the call only.
struct Reading {
  const AgentState& state;
  const Policy& policy;
  Now now;
  // Holds while the disk refuses; no part of the state, since it cannot be stored.
  const std::optional<AlarmView>& storage_alarm;
  // Holds while lines of the product cannot be read (unreadable_product.hpp).
  const std::optional<AlarmView>& computation_alarm;
};

class AgentLoop {
public:
  static constexpr std::size_t kInboxMax = 4096;
  static constexpr std::size_t kBatchMax = 1024;
  // A look at the sockets costs one to two microseconds, a commit a hundred and more.
  static constexpr int kLooksMax = 32;
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
  using Answerer = lic::Answerer;
  using Reader = lic::Reader;
  // After each batch, with the domain events that it stored.
  using Observer = std::function<void(const Reading&, const std::vector<DomainEvent>&)>;

  AgentLoop(Parts parts, LoadedState loaded);
  AgentLoop(const AgentLoop&) = delete;
  AgentLoop& operator=(const AgentLoop&) = delete;

  // The first event of a run; commits before it returns. Error `storage` if the disk refuses: do not go on then.
  // `recovered`: why the state is an older copy, in words; empty = it is not.
  [[nodiscard]] Result<void> start(Udi udi, std::string host_name = {}, std::string recovered = {});
  // The last one: commits, answers everybody who still waits, refuses what comes later.
  void stop();

  // A request from outside. The answer comes once, after its commit, never from inside the call. False = the inbox is
  // full or the loop is stopping; who asked hears nothing then.
  [[nodiscard]] bool submit(Event event, Answerer answer) { return take_in(std::move(event), std::move(answer)); }
  // Whether submit() and read() take one more now. There is room again after a batch; observers may look.
  [[nodiscard]] bool has_room() const { return !is_stopping_ && inbox_.size() < kInboxMax; }
  // Sees the state after the batch it is in. False as above.
  [[nodiscard]] bool read(Reader reader) { return take_in(TimerFired{}, std::move(reader)); }
  // From inside (replies, keys): never refused, kept until it is committed.
  void inform(Event event);
  // The clock was stepped or moved: fire the timer even when nothing is due.
  void wake_up();

  // What the product sends cannot be read, or can be again: LICENSE_COMPUTATION_FAILURE.
  [[nodiscard]] UnreadableProduct& unreadable_product() { return unreadable_product_; }

  void observe(Observer observer) { observers_.push_back(std::move(observer)); }
  // While an answer is given: it is on disk. False while the disk refuses: seats and ports answer from memory.
  [[nodiscard]] bool is_durable() const { return retry_delay_ == Millis{0}; }
  // While an observer is called: the batch changed counters and seats, nothing else.
  [[nodiscard]] bool was_usage_only() const { return was_usage_only_; }
  // Inbox empty, nothing in flight, everything committed, next deadline later than now (interfaces.md section 8).
  [[nodiscard]] bool is_settled() const;
  [[nodiscard]] const std::optional<Upcoming>& next_due() const { return next_due_; }
  // What the loop itself may look at between batches; on its thread.
  [[nodiscard]] Reading reading() const;

private:
  struct Batch {
    std::span<Arrival> arrivals;
    bool fires = false;  // the timer, before everything else
    bool tries = false;  // the disk, even if it refused a moment ago
  };
  // Where a batch that is not committed goes back to.
  struct Return {
    Pending::Mark mark;
    Waiters waiters;
    std::optional<Sections> sections;  // none = as committed
  };

  [[nodiscard]] bool take_in(Event&& event, Asker&& asker);
  void schedule();
  void begin_turn();
  [[nodiscard]] bool waits_for_company();
  void turn();
  void arm();
  void arm_retry();

  [[nodiscard]] Batch take();
  void step_all(const Batch& batch);
  void step_one(Envelope& envelope, Now now);
  void step_inside(const Event& event, Now now);
  [[nodiscard]] Result<void> try_batch(const Batch& batch);
  [[nodiscard]] Result<void> commit();
  [[nodiscard]] bool is_anything_new() const;
  void remember_committed();
  void respond(RequestId to, const Answered& answer);
  void answer_readers(const Batch& batch);
  void publish(bool is_stored);
  void look_ahead();
  [[nodiscard]] bool is_timer_due() const;

  // agent_loop_outage.cpp: the disk refuses.
  [[nodiscard]] bool is_worth_a_try(const Batch& batch);
  [[nodiscard]] Return way_back();
  void go_back(Return back);
  void note_refusal(const Error& error);
  void note_recovery();
  void go_on_in_memory(const Batch& batch);
  void answer_from_memory(std::size_t first_effect);

  Parts parts_;
  AgentState state_;
  Sections committed_;  // as on disk
  std::optional<LabPosition> committed_position_;
  Pending pending_;
  EffectRunner effects_;
  Inbox inbox_;
  std::vector<Event> kept_;             // from inside; wait for the disk
  std::map<RequestId, Asker> waiting_;  // requests of earlier batches without an answer yet
  std::vector<Observer> observers_;
  std::optional<Upcoming> next_due_;
  std::optional<TrustedTime> lease_end_;  // that next_due_ was worked out with
  std::optional<BootTime> armed_at_;      // what the timer stands at
  std::optional<AlarmView> storage_alarm_;
  UnreadableProduct unreadable_product_;
  std::optional<Error> refusal_;  // what the disk said last
  Millis retry_delay_{0};         // zero = the disk works
  BootTime tried_at_;
  bool is_retry_armed_ = false;
  int idle_firings_ = 0;  // timer turns in a row that left something due
  bool was_usage_only_ = false;
  bool is_started_ = false;
  bool is_stopping_ = false;
  bool is_scheduled_ = false;
  std::size_t expected_ = 0;  // arrivals of the last batch
  int looks_ = 0;             // since the first arrival of the coming one
  bool fires_next_ = false;
};

}  // namespace lic
