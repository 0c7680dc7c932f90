#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/health.hpp"
#include "daemon/cli/shown_names.hpp"
#include "daemon/cli/status_text.hpp"

namespace lic::cli {
namespace {

using Layout = void (*)(Page& page, const Json& status);

Outcome<Json> get_status(Session session) {
  auto status = session.daemon.get(std::string{routes::kStatus});
  if (status && !status->is_object()) {
    return Problem{kExitBug, "internal", "the daemon's status is no JSON object",
                   "check that the daemon and smart-agentctl are of the same version"};
  }
  return status;
}

Outcome<int> show(Session session, const Options& options, Layout layout) {
  const auto status = get_status(session);
  if (!status) return status.error();
  Page page;
  if (options.json) {
    page.raw(pretty(*status) + "\n");
  } else {
    layout(page, *status);
  }
  session.console.print(page.text());
  return kExitDone;
}

void everything(Page& page, const Json& status) {
  add_overview(page, status);
  add_licensing_status(page, status);
  page.blank();
  add_usage(page, status);
  page.blank();
  add_product(page, status);
}

void without_usage(Page& page, const Json& status) {
  add_overview(page, status);
  add_licensing_status(page, status);
}

void udi_alone(Page& page, const Json& status) { page.field(0, "UDI", udi_text(status)); }

// For monitoring: one line, and the level as exit code. A daemon that is away is critical.
Outcome<int> check(Session session, const Options& options) {
  const auto status = get_status(session);
  if (!status) {
    if (!options.json) session.console.print("CRITICAL: " + status.error().what + "\n");
    Problem problem = status.error();
    problem.exit_code = static_cast<int>(Level::critical);
    return problem;
  }
  const Level level = level_of(*status);
  if (options.json) {
    session.console.print(pretty(*status) + "\n");
    return static_cast<int>(level);
  }
  std::string line = std::string{name_of(level)} + ": " + state_line(*status);
  for (const Finding& finding : findings_of(*status)) line += "; " + finding.what;
  for (const Json& alarm : list_at(*status, "alarms")) line += "; alarm " + text_at(alarm, "code").value_or("");
  session.console.print(printable(line) + "\n");
  return static_cast<int>(level);
}

}  // namespace

Outcome<int> run_status(Session session, const Options& options) {
  if (options.check) return check(session, options);
  return show(session, options, options.no_usage ? without_usage : everything);
}

Outcome<int> run_summary(Session session, const Options& options) { return show(session, options, add_summary); }
Outcome<int> run_usage(Session session, const Options& options) { return show(session, options, add_usage); }
Outcome<int> run_udi(Session session, const Options& options) { return show(session, options, udi_alone); }
Outcome<int> run_next(Session session, const Options& options) { return show(session, options, add_upcoming); }

}  // namespace lic::cli
