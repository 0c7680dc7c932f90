#include "daemon/cli/setting_change.hpp"

#include <utility>

#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// Longer than any trial of the daemon, so that its own answer always comes first.
constexpr Millis kTrialLimit = 5 * kMinute;

}  // namespace

Outcome<int> change_setting(Session session, const Options& options, SettingChange change) {
  if (!options.no_wait && session.console.is_watched()) session.console.complain(std::string{change.doing} + " ...\n");
  const auto answer = session.daemon.call(
      Call{change.method, change.target + (options.no_wait ? "" : "?wait=1"), std::move(change.body), kTrialLimit});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(answer->body) + "\n");
  } else {
    page.line(0, text_at(answer->body, "text").value_or("Done."));
    if (answer->status == 202) page.line(0, "See 'smart-agentctl transport show' for the outcome.");
  }
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace lic::cli
