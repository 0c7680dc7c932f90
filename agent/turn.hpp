#pragma once
// One step in the making: what every topic's functions read and write. Lives only inside step().

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/policy.hpp"
#include "agent/step.hpp"

namespace lic {

class Turn {
public:
  // What the step comes to is appended to `sum`.
  Turn(AgentState& agent_state, const Envelope& envelope, const Policy& rules, Step& sum)
      : state(agent_state),
        policy(rules),
        now(envelope.now),
        dice(envelope.dice),
        request_(envelope.request),
        step_(sum),
        first_effect_(sum.effects.size()) {}

  AgentState& state;
  const Policy& policy;
  Now now;
  TrustedTime trusted;  // set once the clock rules have run
  std::uint64_t dice;
  bool beyond_usage = false;  // a usage event changed more than clock, usage and seats (Step::usage_only)

  [[nodiscard]] const LicenseType& license_type() const { return current_type(state, policy); }

  void emit(Effect effect) { step_.effects.push_back(std::move(effect)); }
  // Answers the caller of this envelope, if there is one, exactly once.
  void answer(Answered answered);
  // Puts the caller among those who are told later.
  void wait_in(std::vector<RequestId>& waiters);
  // Answers and forgets everybody in `waiters`.
  void answer_all(std::vector<RequestId>& waiters, const Answered& answered);

  // Writes one line of the event log.
  void record(std::string_view name, std::string text, int severity = 6);
  // Tells of something that happened and needs no clearing, as an alarm line.
  void notice(AlarmCode code, std::string detail);

  // The only ways to change the two tables: each change is remembered with its inverse. Nothing = remove. A seat
  // change is numbered, and the seat learns the number that brought it into its class.
  void put_seat(const SeatId& seat, std::optional<Seat> after);
  void put_report(std::int64_t key, std::optional<Report> after);
  void append_history(HistoryAppend append) { step_.changes.history.push_back(std::move(append)); }
  void complete_history(HistoryComplete complete) { step_.changes.completions.push_back(std::move(complete)); }
  void append_report(ReportRecord record) { step_.changes.reports.push_back(std::move(record)); }
  void append_event(DomainEvent event) { step_.changes.events.push_back(std::move(event)); }

  // Nothing of the history, the reports and the events of before is left (R-LIFE-6).
  void forget_past();

  // Call last. Keys and tokens are destroyed after the step's other effects: that is slow, and nobody waits for it.
  void finish();

private:
  std::optional<RequestId> request_;
  Step& step_;
  std::size_t first_effect_;  // of this step
};

}  // namespace lic
