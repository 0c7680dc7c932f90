#include "daemon/lab/lab_driver.hpp"

#include <algorithm>
#include <utility>

namespace lic {
namespace {

// A moment that still is not settled after so many batches never will be: some rule stays due.
constexpr int kTurnsMax = 5000;

Error never_settles() {
  return Error(ErrorCode::internal, "something stays due at this moment and lab time cannot go on",
               "report this with the state directory");
}

}  // namespace

LabDriver::LabDriver(AgentLoop& loop, LabClock& clock, SsmClock* ssm_clock, Udi udi)
    : loop_(loop), clock_(clock), ssm_clock_(ssm_clock), udi_(std::move(udi)) {}

LabView LabDriver::view() const {
  const Now now = clock_.now();
  LabView view{.now = now.wall, .next_due = std::nullopt, .settled = phase_ == Phase::idle && loop_.is_settled()};
  if (const auto due = loop_.next_due()) view.next_due = now.wall + (due->at - now.boot);
  return view;
}

std::optional<Error> LabDriver::objection(const LabMove& move) const {
  if (phase_ != Phase::idle) {
    return Error(ErrorCode::failed_precondition, "lab time is being moved already", "wait until that is done");
  }
  const WallTime now = clock_.now().wall;
  const auto* advance = std::get_if<AdvanceTo>(&move);
  const auto* off = std::get_if<OffUntil>(&move);
  if ((advance != nullptr && advance->to < now) || (off != nullptr && off->until < now)) {
    return Error(ErrorCode::failed_precondition, "That time has passed in the lab",
                 "give a later one, or set the calendar back with step_seconds");
  }
  return std::nullopt;
}

void LabDriver::move(const LabMove& move, Done done) {
  if (const auto error = objection(move)) return done(*error);
  move_ = move;
  done_ = std::move(done);
  has_jumped_ = false;
  turns_ = 0;
  phase_ = Phase::settling;
  if (loop_.is_settled()) go_on();
}

void LabDriver::on_turn() {
  if (phase_ != Phase::settling) return;
  if (loop_.is_settled()) return go_on();
  if (++turns_ > kTurnsMax) finish(never_settles());
}

void LabDriver::go_on() {
  std::visit([this](const auto& move) { go_on_with(move); }, LabMove(move_));
}

void LabDriver::go_on_with(const AdvanceTo& advance) {
  const Now now = clock_.now();
  if (now.wall >= advance.to) return finish(view());
  Millis delta = advance.to - now.wall;
  if (const auto due = loop_.next_due()) delta = std::clamp(due->at - now.boot, Millis{0}, delta);
  jump_by(delta, &LabDriver::advance);
}

void LabDriver::go_on_with(const OffUntil& off) {
  if (has_jumped_) return finish(view());
  jump_by(off.until - clock_.now().wall, &LabDriver::boot_after);
}

void LabDriver::go_on_with(const StepCalendar& step) {
  if (std::exchange(has_jumped_, true)) return finish(view());
  // SSM's clock stays: the difference is what such a step is about.
  clock_.step(step.by);
  loop_.wake_up();
}

// The lab SSM follows trusted time, not the calendar, so that a stepped calendar stays wrong by its step (R-TIME-2).
void LabDriver::jump_by(Millis delta, void (LabDriver::*jump)(Millis)) {
  const Reading reading = loop_.reading();
  const TrustedTime trusted = trusted_now(reading.state.sections.clock, reading.now);
  const WallTime ssm_time = WallTime(trusted.time_since_epoch()) + delta;
  if (ssm_clock_ == nullptr || ssm_stands_at_ == ssm_time) return (this->*jump)(delta);
  phase_ = Phase::setting_ssm_clock;
  ssm_clock_->set(ssm_time, [this, ssm_time](const Result<void>& outcome) {
    phase_ = Phase::settling;
    if (outcome.has_error()) {
      return finish(Error(ErrorCode::unavailable, outcome.error().what, outcome.error().remedy));
    }
    ssm_stands_at_ = ssm_time;
    // A request may have come meanwhile: what it began is settled first, and the next moment worked out anew.
    if (loop_.is_settled()) go_on();
  });
}

void LabDriver::advance(Millis delta) {
  turns_ = 0;
  clock_.advance(delta);
  loop_.wake_up();
}

void LabDriver::boot_after(Millis delta) {
  turns_ = 0;
  has_jumped_ = true;
  clock_.boot_at(clock_.now().wall + delta);
  loop_.inform(Started{.boot_id = clock_.boot_id(), .udi = udi_, .host_name = {}});
}

void LabDriver::finish(const Result<LabView>& outcome) {
  phase_ = Phase::idle;
  if (const Done told = std::exchange(done_, nullptr)) {
    if (outcome.has_error()) return told(outcome);
    told(view());
  }
}

}  // namespace lic
