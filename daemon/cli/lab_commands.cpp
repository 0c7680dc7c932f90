#include <algorithm>
#include <string>
#include <utility>

#include "agent/time_text.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/dates.hpp"
#include "daemon/cli/lab_time.hpp"
#include "daemon/cli/progress.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// Long ways are gone day by day: progress can be shown, and no single request lasts for minutes.
constexpr Millis kStride = kDay;

Outcome<int> show(Session session, const Options& options, const Outcome<LabPosition>& position) {
  if (!position) return position.error();
  Page page;
  if (options.json) {
    page.raw(pretty(position->answer) + "\n");
  } else {
    page.field(0, "Lab time", date_text(position->now));
    page.field(0, "Next due", date_at(position->answer, "next_due"));
    page.field(0, "Settled", position->is_settled ? "yes" : "no");
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<LabPosition> advance(Session session, WallTime start, WallTime end) {
  Progress progress{session.console, "lab time", false};
  WallTime at = start;
  for (;;) {
    at = std::min(at + kStride, end);
    auto position = move_lab_time(session.daemon, at);
    if (!position || at == end) return position;
    progress.show((at - start).count(), (end - start).count());
  }
}

}  // namespace

Outcome<int> run_lab_clock(Session session, const Options& options) {
  return show(session, options, lab_position(session.daemon));
}

Outcome<int> run_lab_advance(Session session, const Options& options) {
  const auto position = lab_position(session.daemon);
  if (!position) return position.error();
  const Millis distance = duration_named(options.duration).value_or(Millis{0});
  return show(session, options, advance(session, position->now, position->now + distance));
}

Outcome<int> run_lab_off(Session session, const Options& options) {
  const auto position = lab_position(session.daemon);
  if (!position) return position.error();
  Json body;
  body["off_until"] = to_rfc3339(position->now + duration_named(options.duration).value_or(Millis{0}));
  return show(session, options, change_lab_time(session.daemon, std::move(body)));
}

Outcome<int> run_lab_step(Session session, const Options& options) {
  Json body;
  body["step_seconds"] = options.seconds;
  return show(session, options, change_lab_time(session.daemon, std::move(body)));
}

}  // namespace lic::cli
