#pragma once
// R-TIME: trusted time, reckoned anew from the events.

#include <string>

#include "agent/state.hpp"
#include "tests/simulation/oracle_context.hpp"

namespace lic::sim {

class TimeOracle {
public:
  // To be called before anything else is made of an event. `after` is the state the core reached.
  void on_event(const Envelope& envelope);
  // Everything up to `now` is on disk.
  void on_commit(Now now) { stored_ = at(now); }
  [[nodiscard]] TrustedTime at(Now now) const { return anchor_ + (now.boot - anchor_boot_); }
  // Compares with the core and takes over what it was allowed to decide by itself. Returns how much was given
  // back (negative: caught up).
  [[nodiscard]] Millis compare(const OracleContext& context, const ClockState& core, Now now);

private:
  bool begun_ = false;
  std::string boot_id_;
  BootTime anchor_boot_;
  TrustedTime anchor_;
  TrustedTime stored_;
  // The last moment SSM (or the first start) vouched for; trusted time never falls below it and the boot time since.
  TrustedTime confirmed_;
  bool may_give_back_ = false;
  bool may_catch_up_ = false;
  WallTime server_time_;
};

}  // namespace lic::sim
