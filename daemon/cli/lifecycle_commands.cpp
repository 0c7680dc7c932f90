// `migrate` (R-LIFE-1) and `factory-reset` (R-LIFE-6): neither can be taken back.
#include <string>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/consent.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

Outcome<int> run_confirmed(Session session, const Options& options, std::string_view route, const Consent& consent) {
  const auto is_agreed = ask_consent(session, options, consent);
  if (!is_agreed) return is_agreed.error();
  if (!*is_agreed) return kExitDone;
  const auto answer = session.daemon.call(Call{"POST", std::string{route}, Json{{"confirm", true}}, 30 * kSecond});
  if (!answer) return answer.error();
  Page page;
  if (options.json) {
    page.raw(pretty(answer->body) + "\n");
  } else {
    page.line(0, text_at(answer->body, "text").value_or("Done."));
  }
  session.console.print(page.text());
  return kExitDone;
}

}  // namespace

Outcome<int> run_migrate(Session session, const Options& options) {
  return run_confirmed(session, options, routes::kMigration,
                       {.verb = "migrate leaves classic licensing for good",
                        .question = "There is no way back to classic licensing. Continue"});
}

Outcome<int> run_factory_reset(Session session, const Options& options) {
  return run_confirmed(
      session, options, routes::kFactoryReset,
      {.verb = "factory-reset forgets the registration, the history and the settings made by command",
       .question = "The registration, the history and the settings made by command are forgotten, and SSM is not told. "
                   "Continue"});
}

}  // namespace lic::cli
