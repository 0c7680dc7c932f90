#include "agent/step.hpp"

#include <algorithm>

#include "agent/alarm_ledger.hpp"
#include "agent/authorization.hpp"
#include "agent/backup.hpp"
#include "agent/clock_rules.hpp"
#include "agent/drawer.hpp"
#include "agent/evaluation.hpp"
#include "agent/exchange.hpp"
#include "agent/export_control.hpp"
#include "agent/factory_reset.hpp"
#include "agent/hot_path.hpp"
#include "agent/identity.hpp"
#include "agent/leases.hpp"
#include "agent/license_control.hpp"
#include "agent/license_type.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/products.hpp"
#include "agent/provisioning.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/seats.hpp"
#include "agent/settings.hpp"
#include "agent/status.hpp"
#include "agent/usage.hpp"

namespace lic {
namespace {

void tell_jump(Turn& turn, Millis jump) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(jump).count();
  turn.notice(AlarmCode::system_clock_changed,
              "The system clock was set " + std::string(seconds > 0 ? "forward" : "back") + " by " +
                  std::to_string(std::abs(seconds)) + " seconds; deadlines keep their real length.");
}

// The state directory may have come from other hardware (R-ID-3). Without a
// registration or a reservation there is nothing to mistake.
void recognise_machine(Turn& turn, const Udi& udi) {
  Installation& installation = turn.state.sections.installation;
  const bool first = installation.udi.pid.empty();
  installation.seen = udi;
  if (first || (identity_of(turn.state) == nullptr && reserved_of(turn.state) == nullptr)) {
    installation.udi = udi;
    installation.mismatch = false;
    return;
  }
  installation.udi.pid = udi.pid;
  installation.mismatch = is_other_machine(installation.udi, udi);  // a missing serial is an alarm of its own
}

void start(Turn& turn, const Started& event) {
  ClockState& clock = turn.state.sections.clock;
  const bool first = clock.boot_id.empty();
  const WallTime last_seen = clock.wall;
  const TrustedTime last_trusted = clock.trusted;
  const auto jump = resume_clock(clock, turn.now, event.boot_id, turn.policy);
  turn.trusted = clock.trusted;
  recognise_machine(turn, event.udi);
  if (!event.host_name.empty()) turn.state.sections.installation.host_name = event.host_name;
  if (jump) tell_jump(turn, *jump);
  if (!first) resume_leases(turn, last_trusted);
  resume_intervals(turn, last_seen);
  if (!event.recovered.empty()) turn.state.recovery = Recovery{turn.trusted, event.recovered};
  settle_licensing_mode(turn);
  settle_evaluation(turn);
  settle_type_at_start(turn);
  drop_foreign_request(turn);
}

// True if the clock was stepped meanwhile.
bool pass_time(Turn& turn, WallTime last_seen) {
  ClockState& clock = turn.state.sections.clock;
  const TrustedTime last_trusted = clock.trusted;
  const auto jump = advance_clock(clock, turn.now, turn.policy);
  turn.trusted = clock.trusted;
  pass_lease_time(turn, last_trusted);
  if (!jump) return false;
  tell_jump(turn, *jump);
  break_interval(turn, *jump, last_seen);
  return true;
}

// Leases that ended before the border of an interval are not in the next one's count. True if anything was due.
bool end_what_is_due(Turn& turn, WallTime last_seen) {
  const WallTime border = next_border(turn.state.sections.usage, turn.policy);
  const TrustedTime after_now = turn.trusted + Millis{1};
  const bool ended = expire_leases(turn, std::min(turn.trusted - (turn.now.wall - border), after_now));
  const bool rolled = roll_intervals(turn, last_seen);
  return (rolled && expire_leases(turn, after_now)) || rolled || ended;
}

void expire_certificates(Turn& turn) {
  expire_registration(turn);
  expire_goodbyes(turn);
}

struct Dispatch {
  Turn& turn;
  void operator()(const Started&) const { resume_exchanges(turn); }
  void operator()(const TimerFired&) const {}
  void operator()(const Stopping&) const {}
  template <class Other>
  void operator()(const Other& event) const {
    handle(turn, event);
  }
};

struct Expect {
  const SeatTable& seats;
  void operator()(const SignIn& event) const { seats.expect(event.seat.value); }
  void operator()(const SignOut& event) const { seats.expect(event.seat.value); }
  void operator()(const SeatUpdate& event) const { seats.expect(event.seat.value); }
  void operator()(const SeatBatch& event) const {
    for (const auto& change : event.changes) std::visit(*this, change);
  }
  template <class Other>
  void operator()(const Other&) const {}  // asks for no seat, or for all of them
};

}  // namespace

void expect(const AgentState& state, const Event& event) { std::visit(Expect{state.seats}, event); }

bool is_usage(const Event& event) {
  return std::holds_alternative<SignIn>(event) || std::holds_alternative<SignOut>(event) ||
         std::holds_alternative<SeatUpdate>(event) || std::holds_alternative<SeatSync>(event) ||
         std::holds_alternative<SeatBatch>(event) || std::holds_alternative<PortsInUse>(event);
}

bool step_into(Step& sum, AgentState& state, const Envelope& envelope, const Policy& policy) {
  Turn turn(state, envelope, policy, sum);
  const ExportControl export_before = export_control(state, policy);
  // The hot path: nothing but counters changes, so nothing else needs to be looked at.
  bool quick = is_usage(envelope.event);
  const WallTime last_seen = state.sections.clock.wall;
  const TrustedTime last_trusted = state.sections.clock.trusted;
  if (const auto* started = std::get_if<Started>(&envelope.event))
    start(turn, *started);
  else if (pass_time(turn, last_seen))
    quick = false;
  // What is due at this instant comes before what happens at it (R-USE-3, R-USE-9).
  if (end_what_is_due(turn, last_seen)) quick = false;
  if (!quick) {
    expire_certificates(turn);
    pass_reservation_time(turn, last_trusted);
  }
  std::visit(Dispatch{turn}, envelope.event);
  if (quick && lacking_has_changed(turn)) quick = false;
  if (!quick) {
    expire_certificates(turn);  // SSM's signed time may just have moved the clock past a certificate's end
    settle_reservation(turn);
    schedule_exchange(turn);
    tell_export_control(turn, export_before);
    const auto told_before = told_reasons(state);
    publish_alarms(turn);
    tell_provisioning(turn, told_before);
  }
  turn.finish();
  return quick && !turn.beyond_usage;
}

Step step(AgentState& state, const Envelope& envelope, const Policy& policy) {
  Step result;
  result.usage_only = step_into(result, state, envelope, policy);
  return result;
}

}  // namespace lic
