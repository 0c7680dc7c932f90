#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/doctor_text.hpp"

namespace lic::cli {
namespace {

struct Asking {
  std::string_view route;
  const char* shown_meanwhile;
};

Outcome<int> ask(Session session, const Options& options, const Asking& asking) {
  if (session.console.is_watched() && !options.json) session.console.complain(asking.shown_meanwhile);
  const auto answer = session.daemon.call(Call{"POST", std::string{asking.route}, Json::object(), kMinute});
  if (!answer) return answer.error();
  session.console.print(options.json ? pretty(answer->body) + "\n" : diagnosis_text(answer->body));
  return exit_code_of_diagnosis(answer->body);
}

}  // namespace

Outcome<int> run_doctor(Session session, const Options& options) {
  return ask(session, options, {routes::kDoctor, "Looking at this machine and at its way to SSM, a few seconds ...\n"});
}

Outcome<int> run_transport_test(Session session, const Options& options) {
  return ask(session, options, {routes::kTransportTest, "Trying the way to SSM, a few seconds ...\n"});
}

}  // namespace lic::cli
