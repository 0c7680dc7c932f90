#include "daemon/cli/replay.hpp"

#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/routes.hpp"
#include "daemon/cli/dates.hpp"

namespace lic::cli {
namespace {

std::string seat_target(const TraceRow& row) { return std::string{routes::kSeats} + "/" + percent_encoded(row.seat); }

// The request that a row stands for (interfaces.md section 3).
Call call_of(const TraceRow& row) {
  Json body;
  switch (row.event) {
    case TraceEvent::sign_in:
      body["id"] = row.seat;
      body["capabilities"] = row.capabilities;
      return Call{"POST", std::string{routes::kSeats}, std::move(body)};
    case TraceEvent::sign_out: return Call{"DELETE", seat_target(row), nullptr};
    case TraceEvent::used: body["used"] = row.capabilities; return Call{"PATCH", seat_target(row), std::move(body)};
    case TraceEvent::ports: break;
  }
  for (const auto& [name, count] : row.ports) body[name] = count;
  return Call{"PUT", std::string{routes::kPorts}, std::move(body)};
}

Problem clock_is_ahead(WallTime now, WallTime wanted) {
  return Problem{kExitWrongState, "failed_precondition",
                 "lab time stands at " + date_text(now) + ", later than " + date_text(wanted),
                 "start with an empty state directory and an earlier --lab-clock"};
}

Problem at_row(Problem problem, const TraceRow& row) {
  problem.what = "line " + std::to_string(row.line) + " of the trace: " + problem.what;
  return problem;
}

}  // namespace

Outcome<LabPosition> Replay::start(WallTime first) {
  auto position = lab_position(daemon_);
  if (position && position->now > first) return clock_is_ahead(position->now, first);
  return position;
}

// Waits until a daemon answers, and moves it to `time` again: it goes on from its stored position, which may be short
// of it. A daemon that is not ready yet answers "unavailable".
Outcome<LabPosition> Replay::find_again(WallTime time) {
  patience_.restart();
  while (patience_.wait()) {
    auto position = lab_position(daemon_);
    if (position) {
      if (position->now > time) return clock_is_ahead(position->now, time);
      return position;
    }
    if (!is_daemon_gone(position.error()) && position.error().code != "unavailable") return position;
  }
  return Problem{kExitNotRunning, "not_running",
                 "the daemon went away at lab time " + date_text(time) + " and did not return",
                 "start it again and repeat the replay from an empty state directory, or give it longer with "
                 "--retry-seconds"};
}

Outcome<LabPosition> Replay::reach(WallTime time) {
  if (position_.now == time && position_.is_settled) return position_;
  auto position = move_lab_time(daemon_, time);
  if (position) position_ = *position;
  return position;
}

Outcome<Json> Replay::at(WallTime time, const RepeatableCall& call) {
  bool is_repetition = false;
  for (;;) {
    const auto reached = reach(time);
    Outcome<Json> outcome = reached ? call(is_repetition) : Outcome<Json>{reached.error()};
    if (outcome || !is_daemon_gone(outcome.error())) return outcome;
    auto found = find_again(time);
    if (!found) return found.error();
    position_ = *found;
    is_repetition = true;
  }
}

Outcome<Json> Replay::apply(const TraceRow& row) {
  return at(row.time, [this, &row](bool is_repetition) -> Outcome<Json> {
    auto answer = daemon_.call(call_of(row));
    if (answer) return std::move(answer->body);
    // The sign-out was carried out before its answer got lost.
    const bool is_done = is_repetition && row.event == TraceEvent::sign_out && answer.error().code == "not_found";
    if (is_done) return Json{};
    return is_daemon_gone(answer.error()) ? answer.error() : at_row(answer.error(), row);
  });
}

Outcome<ReportPurchase> Replay::buy(const PurchasePlan& plan) {
  // Only the reading may be repeated: the purchase itself would be made twice.
  const auto status = at(plan.at, [this](bool) { return daemon_.get(std::string{routes::kStatus}); });
  if (!status) return status.error();
  auto bought = buy_shortfall(*ssm_admin_, plan, *status);
  if (!bought) return bought.error();
  return ReportPurchase{plan.at, std::move(*bought)};
}

Outcome<std::vector<ReportPurchase>> Replay::run(const ReplayPlan& plan) {
  const auto started = start(plan.rows.front().time);
  if (!started) return started.error();
  position_ = *started;
  std::vector<ReportPurchase> purchases;
  const auto buy_if_due = [this, &plan, &purchases](WallTime until) -> Outcome<int> {
    if (!plan.purchase || !purchases.empty() || plan.purchase->at > until) return 0;
    auto purchase = buy(*plan.purchase);
    if (!purchase) return purchase.error();
    purchases.push_back(std::move(*purchase));
    return 0;
  };
  std::int64_t done = 0;
  for (const TraceRow& row : plan.rows) {
    if (row.time > plan.end) break;
    if (const auto bought = buy_if_due(row.time); !bought) return bought.error();
    if (const auto applied = apply(row); !applied) return applied.error();
    progress_.show(++done, static_cast<std::int64_t>(plan.rows.size()) + 1);
  }
  if (const auto bought = buy_if_due(plan.end); !bought) return bought.error();
  const auto reached = at(plan.end, [](bool) -> Outcome<Json> { return Json{}; });
  if (!reached) return reached.error();
  progress_.show(1, 1);
  return purchases;
}

}  // namespace lic::cli
