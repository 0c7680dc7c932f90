// The disk refuses (interfaces.md section 3): seats and ports go on in memory and say so, everything else is refused or
// waits, nothing leaves for SSM.
#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "agent/hot_path.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace lic {
namespace {

// What the product tells has happened, whether we can store it or not; so have its processes come and gone.
bool goes_on_in_memory(const Event& event) {
  return is_usage(event) || std::holds_alternative<ProductConnected>(event) ||
         std::holds_alternative<ProductGone>(event);
}

}  // namespace

AgentLoop::Return AgentLoop::way_back() {
  Return back{.mark = pending_.mark(), .waiters = state_.waiters, .sections = std::nullopt};
  if (!is_durable()) back.sections = state_.sections;  // further than what is on disk
  return back;
}

void AgentLoop::go_back(Return back) {
  pending_.undo(state_, std::move(back.mark));
  state_.sections = back.sections ? std::move(*back.sections) : committed_;
  state_.waiters = std::move(back.waiters);
}

// A command tries the disk, since its answer is worth nothing without; so does usage once a second, so that a disk that
// is back is used soon, and a flood of sign-ins does not try it a thousand times. A lab clock cannot say when that is.
bool AgentLoop::is_worth_a_try(const Batch& batch) {
  if (batch.tries || is_stopping_) return true;
  const bool is_time = parts_.lab != nullptr || parts_.clock.now().boot - tried_at_ >= kRetryFirst;
  return std::ranges::any_of(batch.arrivals, [is_time](const Arrival& arrival) {
    return !arrival.is_read() && (is_time || (arrival.envelope.request && !goes_on_in_memory(arrival.envelope.event)));
  });
}

void AgentLoop::note_refusal(const Error& error) {
  const Now now = parts_.clock.now();
  if (!storage_alarm_) {
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
  refusal_ = Error(ErrorCode::storage, error.what, error.remedy);
  retry_delay_ = is_durable() ? kRetryFirst : std::min(2 * retry_delay_, kRetryMax);
  tried_at_ = now.boot;
  is_retry_armed_ = false;
}

void AgentLoop::note_recovery() {
  retry_delay_ = Millis{0};
  is_retry_armed_ = false;
  refusal_.reset();
  if (!storage_alarm_) return;
  const Millis held = parts_.clock.now().wall - storage_alarm_->since;
  parts_.outside.alarms.tell({.news = AlarmNews::cleared,
                              .code = AlarmCode::storage_failure,
                              .minutes = std::nullopt,
                              .detail = {},
                              .duration = std::max(held, Millis{0})});
  storage_alarm_.reset();
}

// Time goes on, so that no interval is missed; usage is stepped and answered; commands are refused; what came from
// inside waits, in order, for the disk.
void AgentLoop::go_on_in_memory(const Batch& batch) {
  const std::size_t first_effect = pending_.sum().effects.size();
  const Now now = parts_.clock.now();
  if (batch.fires || is_timer_due()) step_inside(TimerFired{}, now);
  for (Arrival& arrival : batch.arrivals) {
    if (arrival.is_read()) continue;
    if (goes_on_in_memory(arrival.envelope.event)) {
      step_one(arrival.envelope, now);
    } else if (!arrival.envelope.request) {
      kept_.push_back(std::move(arrival.envelope.event));
    }
  }
  answer_from_memory(first_effect);
  for (Arrival& arrival : batch.arrivals)
    if (arrival.envelope.request && !goes_on_in_memory(arrival.envelope.event)) tell(arrival.asker, *refusal_);
  pending_.bound();
}

// Answers to the product leave; everything else is held back, in its order, until the disk has it.
void AgentLoop::answer_from_memory(std::size_t first_effect) {
  std::vector<Effect>& effects = pending_.sum().effects;
  const auto first = effects.begin() + static_cast<std::ptrdiff_t>(first_effect);
  const auto is_answer = [this](const Effect& effect) {
    const auto* answer = std::get_if<Answer>(&effect);
    return answer != nullptr && inbox_.find(answer->to) != nullptr;
  };
  std::vector<Effect> answers;
  std::ranges::copy_if(first, effects.end(), std::back_inserter(answers), is_answer);
  effects.erase(std::remove_if(first, effects.end(), is_answer), effects.end());
  effects_.run(answers);
}

}  // namespace lic
