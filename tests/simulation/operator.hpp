#pragma once
// The people: somebody who registers, renews and repairs at the agent, and somebody who buys at SSM.

#include <optional>
#include <string>

#include "agent/status.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/ssm_model.hpp"

namespace lic::sim {

// What the operator sees on the screen.
struct OperatorView {
  RegistrationAxis registration = RegistrationAxis::unregistered;
  bool refused = false;  // clone suspected, or removed at SSM
  bool out_of_compliance = false;
  bool unreachable = false;  // the last attempts failed
  bool reserves = false;     // the reservation mode is on, or smart licensing is off
};

class Operator {
public:
  Operator(Dice dice, MasterTime born) : dice_(dice), patience_ends_(born + dice_.between(kHour, 130 * kDay)) {}

  // What to do now, if anything. A RegisterCommand's token has to be put on the shelf first.
  [[nodiscard]] std::optional<Event> turn(const OperatorView& view, SsmModel& ssm, MasterTime now);
  // Puts everything right, without mistakes.
  [[nodiscard]] std::optional<Event> repair(const OperatorView& view, SsmModel& ssm);
  [[nodiscard]] Millis pause() { return dice_.between(2 * kHour, 45 * kDay); }

private:
  [[nodiscard]] RegisterCommand register_with(SsmModel& ssm, TokenKind kind, bool force);
  [[nodiscard]] std::optional<Event> fiddle(SsmModel& ssm);
  [[nodiscard]] std::optional<Event> blunder(SsmModel& ssm);
  [[nodiscard]] Event change_settings();
  void go_shopping(const OperatorView& view, SsmModel& ssm);

  Dice dice_;
  MasterTime patience_ends_;
  int tokens_ = 0;
  int attempts_ = 0;  // to register since the last success
};

}  // namespace lic::sim
