#include "daemon/loop/agent_loop.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "agent/hot_path.hpp"

namespace lic {
namespace {

// More than this many timer turns in a row without an end is a defect of a rule; slow down rather than burn the
// machine.
constexpr int kIdleFiringsMax = 1000;

// A broken invariant must not reach the disk: what is there is good, and the service manager starts us again from it.
void require_sound(const AgentState& state, bool usage_only) {
  const std::vector<std::string> broken = usage_only ? check_usage_invariants(state) : check_invariants(state);
  if (broken.empty()) return;
  for (const std::string& sentence : broken) std::fprintf(stderr, "broken invariant: %s\n", sentence.c_str());
  std::abort();
}

}  // namespace

AgentLoop::AgentLoop(Parts parts, LoadedState loaded)
    : parts_(parts),
      state_(std::move(loaded.state)),
      committed_(state_.sections),
      committed_position_(std::move(loaded.lab)),
      effects_(
          parts.outside, [this](Event event) { inform(std::move(event)); },
          [this](RequestId to, const Answered& answer) { respond(to, answer); }),
      unreadable_product_(parts.clock, parts.outside.alarms) {}

Result<void> AgentLoop::start(Udi udi, std::string host_name, std::string recovered) {
  step_inside(Started{parts_.clock.boot_id(), std::move(udi), std::move(host_name), std::move(recovered)},
              parts_.clock.now());
  if (auto outcome = commit(); outcome.has_error()) return outcome;
  is_started_ = true;
  effects_.run(pending_.sum().effects);
  look_ahead();
  publish(true);
  pending_.clear();
  arm();
  return {};
}

void AgentLoop::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  inbox_.push(Stopping{}, Nobody{});
  while (!inbox_.empty()) turn();
  const Error gone(ErrorCode::unavailable, "the agent is stopping",
                   "ask again when it runs; what was begun goes on by itself");
  for (auto waiting = std::exchange(waiting_, {}); auto& [request, asker] : waiting) tell(asker, gone);
}

bool AgentLoop::take_in(Event&& event, Asker&& asker) {
  if (is_stopping_ || inbox_.size() >= kInboxMax) return false;
  inbox_.push(std::move(event), std::move(asker));
  schedule();
  return true;
}

void AgentLoop::inform(Event event) {
  if (is_stopping_) return;
  inbox_.push(std::move(event), Nobody{});
  schedule();
}

void AgentLoop::wake_up() {
  if (is_stopping_) return;
  fires_next_ = true;
  schedule();
}

void AgentLoop::schedule() {
  if (is_scheduled_) return;
  is_scheduled_ = true;
  parts_.wake.soon([this] { begin_turn(); });
}

void AgentLoop::begin_turn() {
  is_scheduled_ = false;
  if (waits_for_company()) return schedule();
  turn();
}

// Who was answered together asks again together, some microseconds apart. A commit for the first of them alone would
// make all others wait for it, so the sockets are looked at some more times while fewer have come than the last time.
bool AgentLoop::waits_for_company() {
  const bool waits = !is_stopping_ && is_durable() && inbox_.size() < expected_ && looks_ < kLooksMax;
  looks_ = waits ? looks_ + 1 : 0;
  return waits;
}

void AgentLoop::turn() {
  is_scheduled_ = false;
  const Batch batch = take();
  expected_ = batch.arrivals.size();
  const bool is_done = (is_durable() || is_worth_a_try(batch)) && try_batch(batch).has_value();
  if (is_done) {
    effects_.run(pending_.sum().effects);
  } else {
    go_on_in_memory(batch);
  }
  was_usage_only_ = pending_.sum().usage_only;
  look_ahead();
  answer_readers(batch);
  publish(is_done);
  if (is_done) pending_.clear();
  arm();
}

AgentLoop::Batch AgentLoop::take() {
  // What is due comes before what is stamped later.
  const bool is_told_to = std::exchange(fires_next_, false);
  return {.arrivals = inbox_.take(kBatchMax), .fires = is_told_to || is_timer_due(), .tries = is_told_to};
}

void AgentLoop::step_all(const Batch& batch) {
  const Now now = parts_.clock.now();
  if (batch.fires) step_inside(TimerFired{}, now);
  for (const Event& event : kept_) step_inside(event, now);
  for (const Arrival& arrival : batch.arrivals) expect(state_, arrival.envelope.event);
  for (Arrival& arrival : batch.arrivals)
    if (!arrival.is_read()) step_one(arrival.envelope, now);
}

void AgentLoop::step_one(Envelope& envelope, Now now) {
  envelope.now = now;
  envelope.dice = parts_.dice.roll(now, envelope.event, state_.sections.exchange.next_sequence);
  Step& sum = pending_.sum();
  const bool usage_only = step_into(sum, state_, envelope, parts_.policy);
  sum.usage_only = sum.usage_only && usage_only;
}

void AgentLoop::step_inside(const Event& event, Now now) {
  Envelope envelope{.now = now, .dice = 0, .request = std::nullopt, .event = event};
  step_one(envelope, now);
}

// All of it or nothing: after an error no effect has left and the state is as it was.
Result<void> AgentLoop::try_batch(const Batch& batch) {
  Return back = way_back();
  step_all(batch);
  pending_.rejoin(back.mark);
  auto outcome = commit();
  if (outcome.has_error()) {
    go_back(std::move(back));
    note_refusal(outcome.error());
    return outcome;
  }
  kept_.clear();
  return outcome;
}

Result<void> AgentLoop::commit() {
  std::optional<LabPosition> position;
  // A lab clock stands, so a retry may have nothing to store: its position is written then, or the disk would stay
  // unproven for ever.
  if (parts_.lab != nullptr && (!is_durable() || parts_.lab->position() != committed_position_))
    position = parts_.lab->position();
  if (!position && !is_anything_new()) return {};
  const Step& sum = pending_.sum();
  require_sound(state_, sum.usage_only);
  auto outcome = parts_.store.commit({.before = committed_,
                                      .after = state_.sections,
                                      .changes = sum.changes,
                                      .lab = position,
                                      .seats = &state_.seats,
                                      .usage_only = sum.usage_only && !position});
  if (outcome.has_error()) return outcome;
  if (position) committed_position_ = std::move(position);
  remember_committed();
  if (!is_durable()) {
    note_recovery();
    pending_.drop_overtaken(state_);
  }
  return outcome;
}

bool AgentLoop::is_anything_new() const {
  if (!pending_.sum().changes.empty()) return true;
  if (!pending_.sum().usage_only) return state_.sections != committed_;
  return state_.sections.usage != committed_.usage || state_.sections.clock != committed_.clock;
}

void AgentLoop::remember_committed() {
  if (!pending_.sum().usage_only) {
    committed_ = state_.sections;
    return;
  }
  committed_.clock = state_.sections.clock;
  committed_.usage = state_.sections.usage;
}

void AgentLoop::respond(RequestId to, const Answered& answer) {
  if (Arrival* arrival = inbox_.find(to)) return tell(arrival->asker, answer);
  const auto waiting = waiting_.find(to);
  if (waiting == waiting_.end()) return;
  Asker asker = std::move(waiting->second);
  waiting_.erase(waiting);
  tell(asker, answer);
}

Reading AgentLoop::reading() const {
  return {.state = state_,
          .policy = parts_.policy,
          .now = parts_.clock.now(),
          .storage_alarm = storage_alarm_,
          .computation_alarm = unreadable_product_.alarm()};
}

// Effects are out: readers see what is now. Who has no answer yet waits on, for the batch's arrivals go.
void AgentLoop::answer_readers(const Batch& batch) {
  for (Arrival& arrival : batch.arrivals) {
    if (arrival.is_read()) {
      std::get<Reader>(arrival.asker)(reading());
    } else if (!std::holds_alternative<Nobody>(arrival.asker)) {
      waiting_.emplace(*arrival.envelope.request, std::move(arrival.asker));
    }
  }
}

void AgentLoop::publish(bool is_stored) {
  if (observers_.empty()) return;
  const Reading now = reading();
  const std::vector<DomainEvent> none;
  for (const Observer& observer : observers_) observer(now, is_stored ? pending_.sum().changes.events : none);
}

// Usage moves no deadline but the end of a lease; everything else is worked out anew.
void AgentLoop::look_ahead() {
  const auto lease_end = state_.seats.next_lease_end();
  if (was_usage_only_ && lease_end == lease_end_) return;
  lease_end_ = lease_end;
  next_due_ = next_deadline(state_, parts_.policy);
}

bool AgentLoop::is_timer_due() const { return is_started_ && next_due_ && next_due_->at <= parts_.clock.now().boot; }

bool AgentLoop::is_settled() const {
  return inbox_.empty() && !fires_next_ && is_durable() && !effects_.is_busy() && !is_timer_due();
}

void AgentLoop::arm() {
  if (is_stopping_) return;
  if (!inbox_.empty()) schedule();
  if (!is_durable()) return arm_retry();
  if (is_timer_due()) {
    if (++idle_firings_ <= kIdleFiringsMax) return schedule();
    idle_firings_ = 0;
    parts_.wake.retry_after(kSecond, [this] { schedule(); });
    return;
  }
  idle_firings_ = 0;
  const auto at = next_due_ ? std::optional(next_due_->at) : std::nullopt;
  if (armed_at_ == at) return;
  armed_at_ = at;
  parts_.wake.arm(at, [this] {
    armed_at_.reset();
    schedule();
  });
}

// A batch that comes earlier may try the disk as well, so the timer needs no cancelling. Once for each failure: a turn
// of readers alone must not put the next try off, or a monitor that asks more often than the delay would keep the agent
// from ever trying.
void AgentLoop::arm_retry() {
  if (std::exchange(armed_at_, std::nullopt)) parts_.wake.arm(std::nullopt, {});
  if (std::exchange(is_retry_armed_, true)) return;
  parts_.wake.retry_after(retry_delay_, [this] {
    is_retry_armed_ = false;
    if (!is_durable()) wake_up();
  });
}

}  // namespace lic
