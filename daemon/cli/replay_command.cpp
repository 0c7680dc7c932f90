#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/records.hpp"
#include "daemon/cli/replay.hpp"
#include "daemon/cli/small_files.hpp"

namespace lic::cli {
namespace {

constexpr Millis kQuarter = 15 * kMinute;

WallTime floored(WallTime time, Millis unit) { return WallTime{time.time_since_epoch() / unit * unit}; }

// The end of the last day of the trace, unless the command line says otherwise.
WallTime end_of(const std::vector<TraceRow>& rows, const Options& options) {
  if (const auto until = from_rfc3339(options.until)) return *until;
  return floored(rows.back().time, kDay) + kDay;
}

Outcome<ReplayPlan> plan_of(const Options& options) {
  const auto text = read_file(options.trace_file, kTraceBytesMax);
  if (!text) return text.error();
  auto rows = parse_trace(options.trace_file, *text);
  if (!rows) return rows.error();
  ReplayPlan plan;
  plan.rows = std::move(*rows);
  plan.end = end_of(plan.rows, options);
  if (plan.end < plan.rows.front().time) return usage_problem("--until is earlier than the first row of the trace");
  if (options.buy_at.empty()) return plan;
  const auto at = from_rfc3339(options.buy_at);
  if (!at || *at < plan.rows.front().time || *at > plan.end) {
    return usage_problem("--buy-at lies outside the time that is played");
  }
  auto token = read_secret_file(options.ssm_token_file);
  if (!token) return token.error();
  plan.purchase = PurchasePlan{*at, options.virtual_account, std::move(*token)};
  return plan;
}

// What the report is made of, read after the last move of lab time.
Outcome<ConsumptionReport> read_report(DaemonClient& daemon, ReportSpan span) {
  const auto status = daemon.get(std::string{routes::kStatus});
  if (!status) return status.error();
  ReportMaker maker(*status, span);
  const TimeRange range{to_rfc3339(span.from), to_rfc3339(span.to)};
  const auto history = each_history_page(daemon, range, [&maker](const Json& page) { maker.add_history(page); });
  if (!history) return history.error();
  const auto events = all_events(daemon, "");
  if (!events) return events.error();
  return maker.finish(*events);
}

void print_report(Session session, const Options& options, const ConsumptionReport& report) {
  if (options.json) {
    session.console.print(pretty(report_as_json(report)) + "\n");
  } else {
    session.console.print(options.csv ? report_as_csv(report) : report_as_text(report));
  }
}

Outcome<std::vector<ReportPurchase>> play(Session session, const Options& options, const ReplayPlan& plan) {
  const std::unique_ptr<HttpClient> ssm_admin = plan.purchase ? http_over_tcp(options.ssm_admin) : nullptr;
  const std::unique_ptr<Patience> patience = real_patience(options.retry_seconds * kSecond);
  Progress progress{session.console, "replay", options.progress};
  return Replay{session.daemon, ssm_admin.get(), *patience, progress}.run(plan);
}

}  // namespace

Outcome<int> run_replay(Session session, const Options& options) {
  const auto plan = plan_of(options);
  if (!plan) return plan.error();
  auto purchases = play(session, options, *plan);
  if (!purchases) return purchases.error();
  auto report = read_report(session.daemon, ReportSpan{floored(plan->rows.front().time, kDay), plan->end});
  if (!report) return report.error();
  report->purchases = std::move(*purchases);
  print_report(session, options, *report);
  return kExitDone;
}

Outcome<int> run_report(Session session, const Options& options) {
  const auto status = session.daemon.get(std::string{routes::kStatus});
  if (!status) return status.error();
  const auto now = from_rfc3339(text_at(*status, "clock.now").value_or(""));
  const auto to = options.to.empty() ? now : from_rfc3339(options.to);
  if (!to) return Problem{kExitBug, "internal", "the daemon's status names no time", "give --from and --to"};
  const WallTime from = options.from.empty() ? *to - kDay : from_rfc3339(options.from).value_or(*to - kDay);
  auto report = read_report(session.daemon, ReportSpan{floored(from, kQuarter), *to});
  if (!report) return report.error();
  report->peaks = peaks_of(*report);
  print_report(session, options, *report);
  return kExitDone;
}

}  // namespace lic::cli
