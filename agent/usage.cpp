#include "agent/usage.hpp"

#include <algorithm>

#include "agent/compliance.hpp"
#include "agent/draw.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"
#include "agent/outbox.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

MeterState& state_of(UsageState& usage, Meter meter) { return usage.meters[static_cast<std::size_t>(meter)]; }

WallTime floor_to(WallTime time, Millis grid) {
  const auto ticks = time.time_since_epoch().count();
  const auto step = grid.count();
  const auto below = ((ticks % step) + step) % step;
  return WallTime{Millis{ticks - below}};
}

void integrate(UsageState& usage, WallTime until) {
  const Millis passed = until - usage.integrated_to;
  if (passed <= Millis{0}) return;
  for (MeterState& meter : usage.meters) meter.integral += meter.current * passed.count();
  usage.integrated_to = until;
}

TrustedTime trusted_at(const Turn& turn, WallTime wall) { return turn.trusted - (turn.now.wall - wall); }

// What stands at this instant is the first peak of what begins with it.
void restart_window(MeterState& meter, TrustedTime at, std::int64_t change) {
  meter.window_peak = meter.current;
  meter.window_peak_at = at;
  meter.window_peak_change = change;
}

void open_interval(const Turn& turn, WallTime at) {
  UsageState& usage = turn.state.sections.usage;
  usage.open = true;
  usage.interval_start = floor_to(at, turn.policy.interval);
  usage.opened_at = at;
  usage.integrated_to = at;
  const TrustedTime trusted = trusted_at(turn, at);
  for (MeterState& meter : usage.meters) {
    meter.interval_peak = meter.current;
    meter.interval_peak_at = trusted;
    meter.interval_peak_change = usage.last_change;
    if (meter.current > meter.window_peak) restart_window(meter, trusted, usage.last_change);
    meter.integral = 0;
  }
}

bool all_zero(const UsageState& usage) {
  return std::ranges::all_of(usage.meters, [](const MeterState& meter) { return meter.current == 0; });
}

bool reports(const Turn& turn) { return std::holds_alternative<Registered>(turn.state.sections.registration.standing); }

Millis report_period(const Policy& policy) {
  return policy.reporting == Reporting::every_15_minutes ? policy.interval : policy.window;
}

// The rows of the interval that ends at `end`; every metered entitlement and "seats".
void write_history(Turn& turn, WallTime end, std::int64_t repeats, const std::string& state) {
  UsageState& usage = turn.state.sections.usage;
  const Millis length = usage.integrated_to - usage.opened_at;
  const auto write = [&](const std::string& name, Meter which) {
    const MeterState& meter = state_of(usage, which);
    const double average = length.count() > 0
                               ? static_cast<double>(meter.integral) / static_cast<double>(length.count())
                               : static_cast<double>(meter.current);
    turn.append_history({{usage.opened_at, end, name, meter.current, meter.interval_peak, average, std::nullopt,
                          std::nullopt, std::nullopt, state},
                         repeats});
  };
  for (const Entitlement& entitlement : turn.license_type().entitlements)
    if (entitlement.meter) write(entitlement.name.value, *entitlement.meter);
  write(seats_name().value, Meter::seats);
}

std::string state_now(const Turn& turn) { return history_state(turn.state, turn.trusted, turn.policy); }

// While SSM is away, a whole interval: when it is back, a fleet comes one by one and not at the next quarter hour
// (R-TIME-6, docs/decisions/0010).
Millis report_spread(const Turn& turn) {
  const Policy& policy = turn.policy;
  const bool outage = turn.state.sections.authorization.retry.failures >= policy.outage_failures;
  return outage && policy.report_spread > Millis{0} ? policy.interval : policy.report_spread;
}

void report_due(Turn& turn, TrustedTime border) {
  auto& due = turn.state.sections.authorization.report_due_at;
  const TrustedTime at = border + draw_up_to(turn.dice, "report_spread", report_spread(turn));
  due = due ? std::min(*due, at) : at;
}

// What a report says of this entitlement; nothing if it is not counted (R-USE-5).
std::optional<Peak> reported_peak(const Turn& turn, const Entitlement& entitlement, TrustedTime end) {
  if (entitlement.mode == EntitlementMode::version) return Peak{1, end, turn.state.sections.usage.last_change};
  if (entitlement.mode != EntitlementMode::counted || !entitlement.meter) return std::nullopt;
  const MeterState& meter = state_of(turn.state.sections.usage, *entitlement.meter);
  return Peak{meter.window_peak, meter.window_peak_at, meter.window_peak_change};
}

// A report time: the peaks since the last one go to the outbox, or are forgotten while nobody is to be told.
void report_window(Turn& turn, WallTime start, WallTime end, TrustedTime end_trusted) {
  UsageState& usage = turn.state.sections.usage;
  if (reports(turn)) {
    Peaks peaks{start, end, end_trusted, state_of(usage, Meter::seats).window_peak, {}};
    for (const Entitlement& entitlement : turn.license_type().entitlements)
      if (const auto peak = reported_peak(turn, entitlement, end_trusted)) peaks.entitlements[entitlement.name] = *peak;
    if (queue_report(turn, peaks)) report_due(turn, end_trusted);
  }
  for (MeterState& meter : usage.meters) restart_window(meter, end_trusted, usage.last_change);
}

void close_interval(Turn& turn, WallTime end) {
  UsageState& usage = turn.state.sections.usage;
  integrate(usage, end);
  write_history(turn, end, 0, state_now(turn));
  const Millis period = report_period(turn.policy);
  if (floor_to(end, period) == end) report_window(turn, end - period, end, trusted_at(turn, end));
}

// Whole intervals in which nobody was signed in and nobody looked: one change, one report (R-TIME-4).
void close_quiet_stretch(Turn& turn, WallTime until) {
  UsageState& usage = turn.state.sections.usage;
  const WallTime first_end = usage.opened_at + turn.policy.interval;
  const auto more = (until - first_end) / turn.policy.interval;
  integrate(usage, first_end);
  write_history(turn, first_end, more, state_now(turn));
  const Millis period = report_period(turn.policy);
  const WallTime last_report = floor_to(until, period);
  const WallTime start = floor_to(usage.opened_at, period);  // its peak is that of the whole window
  if (last_report > usage.opened_at) report_window(turn, start, last_report, trusted_at(turn, last_report));
}

void write_gap(Turn& turn, WallTime from, WallTime to) {
  turn.append_history({{from, to, "gap", 0, 0, 0, std::nullopt, std::nullopt, std::nullopt, "gap"}, 0});
}

// The interval ends where a clock step or a start behind it broke it off; its row says so instead of a state (R-USE-3).
void cut_interval(Turn& turn, WallTime at) {
  UsageState& usage = turn.state.sections.usage;
  integrate(usage, at);
  write_history(turn, std::max(at, usage.opened_at), 0, "clock_step");
}

// Nobody watched from `last_seen` until now (off or asleep): closes what ended meanwhile and opens the current
// interval.
void skip_unwatched(Turn& turn, WallTime last_seen) {
  UsageState& usage = turn.state.sections.usage;
  const WallTime now = turn.now.wall;
  const WallTime end = usage.interval_start + turn.policy.interval;
  integrate(usage, last_seen);
  if (now >= end) {
    write_history(turn, end, 0, state_now(turn));
    const Millis period = report_period(turn.policy);
    const WallTime report_end = floor_to(usage.interval_start, period) + period;
    if (report_end <= now) report_window(turn, report_end - period, report_end, trusted_at(turn, report_end));
  }
  if (now - last_seen >= kSecond) write_gap(turn, last_seen, now);
  if (now >= end)
    open_interval(turn, now);
  else
    integrate(usage, now);  // the sessions that were restored have stood all the time
}

// What users at once were locked at when the report was sent: it said more than their peak only because of that.
std::int64_t seats_lock_sent(const Report& report) {
  return report.seats_reported > report.seats_peak ? report.seats_reported : 0;
}

}  // namespace

void set_meter(Turn& turn, Meter meter, std::int64_t count) {
  UsageState& usage = turn.state.sections.usage;
  integrate(usage, turn.now.wall);
  MeterState& state = state_of(usage, meter);
  state.current = count;
  if (count > state.interval_peak) {
    state.interval_peak = count;
    state.interval_peak_at = turn.trusted;
    state.interval_peak_change = usage.last_change;
  }
  if (count > state.window_peak) restart_window(state, turn.trusted, usage.last_change);
}

void add_to_meter(Turn& turn, Meter meter, std::int64_t delta) {
  set_meter(turn, meter, state_of(turn.state.sections.usage, meter).current + delta);
}

WallTime next_border(const UsageState& usage, const Policy& policy) { return usage.interval_start + policy.interval; }

bool roll_intervals(Turn& turn, WallTime last_seen) {
  UsageState& usage = turn.state.sections.usage;
  const WallTime border = next_border(usage, turn.policy);
  if (!usage.open || turn.now.wall < border) return false;
  // Later than a whole interval: the machine slept, or the caller skipped a quiet stretch.
  if (turn.now.wall >= border + turn.policy.interval && !all_zero(usage)) {
    skip_unwatched(turn, last_seen);
    return true;
  }
  close_interval(turn, border);
  open_interval(turn, border);
  const WallTime last_border = floor_to(turn.now.wall, turn.policy.interval);
  if (last_border > border) {
    close_quiet_stretch(turn, last_border);
    open_interval(turn, last_border);
  }
  return true;
}

void break_interval(Turn& turn, Millis jump, WallTime last_seen) {
  if (!turn.state.sections.usage.open) return;
  const WallTime stepped_to = turn.now.wall;
  turn.now.wall -= jump;  // until the step was seen the old clock ran on
  roll_intervals(turn, last_seen);
  cut_interval(turn, turn.now.wall);
  turn.now.wall = stepped_to;
  open_interval(turn, stepped_to);
}

void end_interval_here(Turn& turn) {
  UsageState& usage = turn.state.sections.usage;
  const WallTime now = turn.now.wall;
  if (!usage.open || now <= usage.opened_at) return;  // nothing stood for any time
  integrate(usage, now);
  write_history(turn, now, 0, state_now(turn));
}

void begin_interval_here(Turn& turn) { open_interval(turn, turn.now.wall); }

void restart_windows(Turn& turn) {
  UsageState& usage = turn.state.sections.usage;
  for (MeterState& meter : usage.meters) restart_window(meter, turn.trusted, usage.last_change);
}

void resume_intervals(Turn& turn, WallTime last_seen) {
  UsageState& usage = turn.state.sections.usage;
  if (!usage.open || turn.now.wall < usage.interval_start) {
    if (usage.open) cut_interval(turn, last_seen);
    open_interval(turn, turn.now.wall);
    return;
  }
  skip_unwatched(turn, std::min(last_seen, turn.now.wall));
}

std::string history_state(const AgentState& state, TrustedTime now, const Policy& policy) {
  if (licensing_mode(state) == LicensingMode::classic) return std::string(name_of(LicensingMode::classic));
  const OocPhase phase = ooc_phase(state.sections.compliance);
  if (phase == OocPhase::tolerated || phase == OocPhase::locked) return std::string(name_of(phase));
  return std::string(name_of(authorization_axis(state, now, policy)));
}

void complete_interval(Turn& turn, const Report& report) {
  const std::string state = history_state(turn.state, turn.trusted, turn.policy);
  const ComplianceState& compliance = turn.state.sections.compliance;
  const auto lock_shown = [&](std::int64_t sent_lock, const EntitlementName& name) -> std::optional<std::int64_t> {
    const std::int64_t lock = std::max(sent_lock, lock_of(compliance, name));
    return lock > 0 ? std::optional{lock} : std::nullopt;
  };
  for (const ReportRow& row : report.rows) {
    const Entitlement* entitlement = find_by_name(turn.license_type(), row.entitlement);
    std::optional<std::int64_t> purchased;
    for (const EntitlementAnswer& answer : turn.state.sections.authorization.answers)
      if (entitlement != nullptr && answer.tag == entitlement->tag) purchased = answer.purchased;
    turn.complete_history(
        {report.end, row.entitlement.value, row.reported, lock_shown(row.locked, row.entitlement), purchased, state});
  }
  turn.complete_history({report.end, seats_name().value, report.seats_reported,
                         lock_shown(seats_lock_sent(report), seats_name()), std::nullopt, state});
}

}  // namespace lic
