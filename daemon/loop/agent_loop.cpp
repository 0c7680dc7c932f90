#include "daemon/loop/agent_loop.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>

namespace lic {
namespace {

// More than this many timer turns in a row without an end is a defect of a rule; slow down rather than burn the
// machine.
constexpr int kIdleFiringsMax = 1000;

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  if (to.empty()) {
    to.swap(from);
    return;
  }
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void append(Step& to, Step from) {
  append(to.effects, from.effects);
  append(to.changes.seats, from.changes.seats);
  append(to.changes.outbox, from.changes.outbox);
  append(to.changes.history, from.changes.history);
  append(to.changes.completions, from.changes.completions);
  append(to.changes.reports, from.changes.reports);
  append(to.changes.events, from.changes.events);
}

// A broken invariant must not reach the disk: what is there is good, and the service manager starts us again from it.
void require_sound(const AgentState& state) {
  const std::vector<std::string> broken = check_invariants(state);
  if (broken.empty()) return;
  for (const std::string& sentence : broken) std::fprintf(stderr, "broken invariant: %s\n", sentence.c_str());
  std::abort();
}

}  // namespace

AgentLoop::AgentLoop(Parts parts, LoadedState loaded)
    : parts_(parts),
      state_(std::move(loaded.state)),
      committed_position_(std::move(loaded.lab)),
      effects_(
          parts.outside, [this](Event event) { inform(std::move(event)); },
          [this](RequestId to, const Answered& answer) { respond(to, answer); }) {}

Result<void> AgentLoop::start(Udi udi, std::string host_name) {
  Batch batch{
      .sections_before = state_.sections, .waiters_before = state_.waiters, .inputs = {}, .readers = {}, .result = {}};
  batch.inputs.push_back(
      {.event = Started{parts_.clock.boot_id(), std::move(udi), std::move(host_name)}, .request = std::nullopt});
  step_all(batch);
  if (auto outcome = commit(batch); outcome.has_error()) return outcome;
  is_started_ = true;
  succeed(batch);
  publish(batch.result.changes.events);
  arm();
  return {};
}

void AgentLoop::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  inbox_.push_back(Input{.event = Stopping{}, .request = std::nullopt});
  do {
    turn();
  } while (!inbox_.empty() && retry_delay_ == Millis{0});
  const Error gone(ErrorCode::unavailable, "the agent is stopping",
                   "ask again when it runs; what was begun goes on by itself");
  for (auto waiting = std::exchange(waiting_, {}); const auto& [request, answer] : waiting) answer(gone);
}

bool AgentLoop::submit(Event event, Answerer answer) {
  if (is_stopping_ || inbox_.size() >= kInboxMax) return false;
  const RequestId request{++last_request_};
  waiting_.emplace(request, std::move(answer));
  inbox_.push_back(Input{.event = std::move(event), .request = request});
  schedule();
  return true;
}

bool AgentLoop::read(Reader reader) {
  if (is_stopping_ || inbox_.size() >= kInboxMax) return false;
  inbox_.push_back(std::move(reader));
  schedule();
  return true;
}

void AgentLoop::inform(Event event) {
  if (is_stopping_) return;
  inbox_.push_back(Input{.event = std::move(event), .request = std::nullopt});
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
  parts_.wake.soon([this] { turn(); });
}

void AgentLoop::turn() {
  is_scheduled_ = false;
  Batch batch = take();
  step_all(batch);
  const auto outcome = commit(batch);
  if (outcome.has_error()) {
    fail(batch, outcome.error());
  } else {
    succeed(batch);
  }
  const Reading now = reading();
  for (const Reader& reader : batch.readers) reader(now);
  publish(outcome.has_value() ? batch.result.changes.events : std::vector<DomainEvent>{});
  arm();
}

AgentLoop::Batch AgentLoop::take() {
  Batch batch{
      .sections_before = state_.sections, .waiters_before = state_.waiters, .inputs = {}, .readers = {}, .result = {}};
  // What is due comes before what is stamped later.
  if (std::exchange(fires_next_, false) || is_timer_due()) {
    batch.inputs.push_back({.event = TimerFired{}, .request = std::nullopt});
  }
  for (std::size_t count = 0; count < kBatchMax && !inbox_.empty(); ++count) {
    Item item = std::move(inbox_.front());
    inbox_.pop_front();
    if (auto* input = std::get_if<Input>(&item)) {
      batch.inputs.push_back(std::move(*input));
    } else {
      batch.readers.push_back(std::move(std::get<Reader>(item)));
    }
  }
  return batch;
}

void AgentLoop::step_all(Batch& batch) {
  const Now now = parts_.clock.now();
  for (Input& input : batch.inputs) {
    Envelope envelope{.now = now,
                      .dice = parts_.dice.roll(now, input.event, state_.sections.exchange.next_sequence),
                      .request = input.request,
                      .event = {}};
    // A request is refused when the commit fails, so its event (a sync can be large) is not needed again.
    if (input.request) {
      envelope.event = std::move(input.event);
    } else {
      envelope.event = input.event;
    }
    append(batch.result, step(state_, envelope, parts_.policy));
  }
}

Result<void> AgentLoop::commit(const Batch& batch) {
  std::optional<LabPosition> position;
  // A lab clock stands, so a retry may have nothing to store: its position is written then, or the disk would stay
  // unproven for ever.
  const bool is_retry = retry_delay_ > Millis{0} && !batch.inputs.empty();
  if (parts_.lab != nullptr && (is_retry || parts_.lab->position() != committed_position_))
    position = parts_.lab->position();
  if (!position && batch.result.changes.empty() && state_.sections == batch.sections_before) return {};
  require_sound(state_);
  auto outcome = parts_.store.commit(
      {.before = batch.sections_before, .after = state_.sections, .changes = batch.result.changes, .lab = position});
  if (outcome.has_error()) return outcome;
  if (position) committed_position_ = std::move(position);
  retry_delay_ = Millis{0};
  is_retry_armed_ = false;
  if (storage_alarm_) {
    const Millis held = parts_.clock.now().wall - storage_alarm_->since;
    parts_.outside.alarms.tell({.news = AlarmNews::cleared,
                                .code = AlarmCode::storage_failure,
                                .minutes = std::nullopt,
                                .detail = {},
                                .duration = std::max(held, Millis{0})});
    storage_alarm_.reset();
  }
  return outcome;
}

void AgentLoop::succeed(Batch& batch) { effects_.run(batch.result.effects); }

// Nothing of the batch has happened: no effect has left, the state is as it was. Requests are refused; what came from
// inside is kept, in order, for the next try (architecture.md section 4).
void AgentLoop::fail(Batch& batch, const Error& error) {
  undo(state_, batch.result.changes);
  state_.sections = std::move(batch.sections_before);
  state_.waiters = std::move(batch.waiters_before);
  for (auto input = batch.inputs.rbegin(); input != batch.inputs.rend(); ++input) {
    if (input->request || std::holds_alternative<TimerFired>(input->event)) continue;
    inbox_.push_front(std::move(*input));
  }
  if (!storage_alarm_) {
    const Now now = parts_.clock.now();
    storage_alarm_ = AlarmView{.alarm = {.code = AlarmCode::storage_failure,
                                         .since = TrustedTime(now.wall.time_since_epoch()),
                                         .minutes = std::nullopt,
                                         .step = 0,
                                         .detail = error.what},
                               .since = now.wall};
    parts_.outside.alarms.tell({.news = AlarmNews::raised,
                                .code = AlarmCode::storage_failure,
                                .minutes = std::nullopt,
                                .detail = error.what,
                                .duration = std::nullopt});
  }
  retry_delay_ = retry_delay_ == Millis{0} ? kRetryFirst : std::min(2 * retry_delay_, kRetryMax);
  is_retry_armed_ = false;
  const Error refused(ErrorCode::storage, error.what, error.remedy);
  for (const Input& input : batch.inputs) {
    if (input.request) respond(*input.request, refused);
  }
}

void AgentLoop::respond(RequestId to, const Answered& answer) {
  const auto waiting = waiting_.find(to);
  if (waiting == waiting_.end()) return;
  const Answerer answerer = std::move(waiting->second);
  waiting_.erase(waiting);
  answerer(answer);
}

Reading AgentLoop::reading() const {
  return {.state = state_, .policy = parts_.policy, .now = parts_.clock.now(), .storage_alarm = storage_alarm_};
}

void AgentLoop::publish(const std::vector<DomainEvent>& events) {
  const Reading now = reading();
  for (const Observer& observer : observers_) observer(now, events);
}

bool AgentLoop::is_timer_due() const {
  if (!is_started_) return false;
  const auto next = next_due();
  return next && next->at <= parts_.clock.now().boot;
}

bool AgentLoop::is_settled() const {
  return inbox_.empty() && !fires_next_ && retry_delay_ == Millis{0} && !effects_.is_busy() && !is_timer_due();
}

void AgentLoop::arm() {
  if (is_stopping_) return;
  if (retry_delay_ > Millis{0}) {
    // A request that comes earlier tries the disk as well, so the timer needs no cancelling.
    parts_.wake.arm(std::nullopt, {});
    // Once for each failure: a turn of readers alone must not put the next try off, or a monitor that asks more often
    // than the delay would keep the agent from ever trying.
    if (std::exchange(is_retry_armed_, true)) return;
    parts_.wake.retry_after(retry_delay_, [this] {
      is_retry_armed_ = false;
      if (retry_delay_ > Millis{0}) wake_up();
    });
    return;
  }
  if (!inbox_.empty()) schedule();
  if (is_timer_due()) {
    if (++idle_firings_ <= kIdleFiringsMax) return schedule();
    idle_firings_ = 0;
    parts_.wake.retry_after(kSecond, [this] { schedule(); });
    return;
  }
  idle_firings_ = 0;
  const auto next = next_due();
  parts_.wake.arm(next ? std::optional(next->at) : std::nullopt, [this] { schedule(); });
}

}  // namespace lic
