#pragma once
// Moves lab time from due moment to due moment (interfaces.md section 8). Everything due at a moment is done, answers
// of SSM included, before time goes on; the position is stored in the same commit as what was fired there.

#include <optional>

#include "daemon/clock.hpp"
#include "daemon/lab/lab_time.hpp"
#include "daemon/lab/ssm_clock.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace lic {

// Loop thread only.
class LabDriver final : public LabTime {
public:
  // `ssm_clock` is null when the configuration names no lab SSM. All outlive the driver.
  LabDriver(AgentLoop& loop, LabClock& clock, SsmClock* ssm_clock, Udi udi);

  [[nodiscard]] LabView view() const override;
  void move(const LabMove& move, Done done) override;
  // The loop has finished a batch.
  void on_turn();

private:
  enum class Phase { idle, settling, setting_ssm_clock };

  [[nodiscard]] std::optional<Error> objection(const LabMove& move) const;
  void go_on();
  void go_on_with(const AdvanceTo& advance);
  void go_on_with(const OffUntil& off);
  void go_on_with(const StepCalendar& step);
  // Sets the lab SSM's clock `delta` further than trusted time is now, then calls `jump` and lets the loop settle.
  void jump_by(Millis delta, void (LabDriver::*jump)(Millis));
  void advance(Millis delta);
  void boot_after(Millis delta);
  void finish(const Result<LabView>& outcome);

  AgentLoop& loop_;
  LabClock& clock_;
  SsmClock* ssm_clock_;
  Udi udi_;
  Phase phase_ = Phase::idle;
  LabMove move_;
  Done done_;
  bool has_jumped_ = false;  // off_until and step_seconds jump once
  int turns_ = 0;            // since time last moved
  std::optional<WallTime> ssm_stands_at_;
};

}  // namespace lic
