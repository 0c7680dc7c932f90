#include "agent/clock_rules.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "agent/registration.hpp"
#include "agent/status.hpp"
#include "agent/time_text.hpp"

namespace lic {
namespace {

std::optional<Millis> jump_between(const ClockState& clock, Now now, const Policy& policy) {
  const Millis jump = (now.wall - clock.wall) - (now.boot - clock.boot);
  if (std::chrono::abs(jump) <= policy.clock_jump) return std::nullopt;
  return jump;
}

void pass(ClockState& clock, Millis elapsed) {
  clock.trusted += elapsed;
  clock.floor_elapsed += elapsed;
}

// A moment that was set under the jumped clock and lies ahead keeps its distance. One that came due under it, and could
// not be done then, is due now: left where it is it would put everything off by the length of the jump.
void pull_back(std::optional<TrustedTime>& due, TrustedTime from, TrustedTime to) {
  if (due && *due > to) *due = std::max(*due - (from - to), to);
}

void pull_back(Retry& retry, TrustedTime from, TrustedTime to) {
  pull_back(retry.next_attempt_at, from, to);
  pull_back(retry.not_before, from, to);
  if (retry.first_failed_at) retry.first_failed_at = std::min(*retry.first_failed_at, to);
}

// Evaluation time that was really lived through stays used: at least the boot time since the floor (R-TIME-2,
// R-EVAL-1).
void keep_evaluation_used(AgentState& state, TrustedTime from, TrustedTime to) {
  auto& since = state.sections.evaluation.running_since;
  if (!since) return;
  const Millis ran = from - *since;
  const Millis lived = std::min(ran, state.sections.clock.floor_elapsed);
  const Millis remains = std::max(to - *since, Millis{0});
  since = to - std::max(lived, remains);
}

// Ends of intervals that were mapped by the jumped clock move along, in order; so does a tolerance that began under it.
void give_back_reports(Turn& turn, TrustedTime from, TrustedTime to) {
  std::vector<std::pair<std::int64_t, Report>> moved;
  TrustedTime before{};
  for (const auto& [key, report] : turn.state.outbox) {
    if (report.end_trusted > to) {
      moved.emplace_back(key, report);
      moved.back().second.end_trusted = std::max(before, report.end_trusted - (from - to));
      before = moved.back().second.end_trusted;
    } else {
      before = report.end_trusted;
    }
  }
  for (auto& [key, report] : moved) turn.put_report(key, std::move(report));
  auto& phase = turn.state.sections.compliance.phase;
  if (auto* tolerated = std::get_if<Tolerated>(&phase))
    for (TrustedTime* at : {&tolerated->since, &tolerated->first_report_end, &tolerated->last_report_end})
      if (*at > to) *at -= from - to;
  if (auto* locked = std::get_if<Locked>(&phase)) locked->since = std::min(locked->since, to);
  if (auto* entered = std::get_if<Entered>(&phase)) entered->since = std::min(entered->since, to);
}

// Trusted time goes back from a jump that SSM never confirmed. What SSM's answers set lies before the jump and stays;
// what the agent set for itself since then moves along.
void give_back(Turn& turn, TrustedTime to) {
  Sections& sections = turn.state.sections;
  const TrustedTime from = turn.trusted;
  keep_evaluation_used(turn.state, from, to);
  sections.clock.trusted = to;
  sections.products.unwatched -= from - to;  // lease time goes on from where it stands
  turn.trusted = to;
  if (sections.registration.attempt) {
    sections.registration.attempt->began_at = std::min(sections.registration.attempt->began_at, to);
    pull_back(sections.registration.attempt->retry, from, to);
  }
  // A renewal that was due only by the jump is not due (R-TIME-3).
  const Identity* identity = identity_of(turn.state);
  if (identity != nullptr && to < identity->renew_at && !sections.renewal.asked_for)
    sections.renewal.retry = {};
  else
    pull_back(sections.renewal.retry, from, to);
  pull_back(sections.authorization.retry, from, to);
  for (Goodbye& goodbye : sections.drawer.goodbyes) pull_back(goodbye.retry, from, to);
  pull_back(sections.authorization.report_due_at, from, to);
  if (sections.exchange.pending) pull_back(sections.exchange.pending->poll_at, from, to);
  give_back_reports(turn, from, to);
  for (auto& [code, told] : sections.alarms.told) told.raised_at = std::min(told.raised_at, to);
  undo_expiry(turn);
  turn.record("CLOCK_GIVEN_BACK",
              "The clock had run ahead without confirmation; SSM's signed time set it back to " +
                  to_rfc3339(WallTime{to.time_since_epoch()}) + ".",
              5);
}

// Trusted time that lagged since the boot catches up. What was noted under it moves along, so that the minutes between
// two intervals stay what they were (R-OOC-1). Day clocks do not move: off time counts (R-TIME-1).
void catch_up(Turn& turn, TrustedTime to) {
  const Millis lag = to - turn.trusted;
  const TrustedTime booted = turn.trusted - turn.now.boot.time_since_epoch();
  const auto move = [&](TrustedTime& at) {
    if (at >= booted) at += lag;
  };
  Sections& sections = turn.state.sections;
  std::vector<std::pair<std::int64_t, Report>> moved;
  for (const auto& [key, report] : turn.state.outbox) {
    if (report.end_trusted < booted) continue;
    moved.emplace_back(key, report);
    move(moved.back().second.end_trusted);
  }
  for (auto& [key, report] : moved) turn.put_report(key, std::move(report));
  if (auto* tolerated = std::get_if<Tolerated>(&sections.compliance.phase))
    for (TrustedTime* at : {&tolerated->since, &tolerated->first_report_end, &tolerated->last_report_end}) move(*at);
  sections.products.unwatched += lag;  // lease time goes on from where it stands
  sections.clock.trusted = to;
  turn.trusted = to;
}

}  // namespace

TrustedTime trusted_now(const ClockState& clock, Now now) { return clock.trusted + (now.boot - clock.boot); }

WallTime to_wall(const ClockState& clock, TrustedTime time) { return clock.wall + (time - clock.trusted); }

std::optional<Millis> advance_clock(ClockState& clock, Now now, const Policy& policy) {
  const auto jump = jump_between(clock, now, policy);
  pass(clock, std::max(now.boot - clock.boot, Millis{0}));
  clock.wall = now.wall;
  clock.boot = now.boot;
  if (!jump) return std::nullopt;
  ++clock.jumps;
  if (clock.ssm_offset) *clock.ssm_offset -= *jump;
  return jump;
}

std::optional<Millis> resume_clock(ClockState& clock, Now now, const std::string& boot_id, const Policy& policy) {
  if (clock.boot_id == boot_id && now.boot >= clock.boot) return advance_clock(clock, now, policy);
  const bool first = clock.boot_id.empty();
  const TrustedTime calendar{now.wall.time_since_epoch()};
  const Millis since_boot = now.boot.time_since_epoch();
  const bool behind = !first && calendar < clock.trusted;
  const Millis lag = clock.trusted - calendar;
  clock.trusted = first ? calendar : std::max(clock.trusted, calendar);
  clock.floor_elapsed += first ? Millis{0} : since_boot;
  clock.boot_id = boot_id;
  clock.wall = now.wall;
  clock.boot = now.boot;
  if (!behind || lag <= policy.clock_jump) return std::nullopt;
  ++clock.jumps;
  return -lag;
}

void confirm_time(Turn& turn, WallTime server_time) {
  ClockState& clock = turn.state.sections.clock;
  clock.ssm_offset = server_time - turn.now.wall;
  const TrustedTime said{server_time.time_since_epoch()};
  const bool floor_known = clock.floor != TrustedTime{};
  if (turn.trusted - said > turn.policy.clock_skew_limit) {
    const TrustedTime lowest = floor_known ? clock.floor + clock.floor_elapsed : said;
    const TrustedTime target = std::max(said, lowest);
    if (target < turn.trusted) give_back(turn, target);
    return;
  }
  // A calendar that agrees with SSM's confirms both; a trusted time that lags both (a dead battery at boot) catches up.
  if (std::chrono::abs(*clock.ssm_offset) >= turn.policy.clock_skew_limit) return;
  if (said - turn.trusted > turn.policy.clock_skew_limit) catch_up(turn, said);
  clock.floor = turn.trusted;
  clock.floor_elapsed = Millis{0};
}

}  // namespace lic
