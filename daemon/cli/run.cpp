#include "daemon/cli/run.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "daemon/cli/command_line.hpp"
#include "daemon/cli/socket_choice.hpp"

namespace lic::cli {
namespace {

Outcome<int> run_verb(const Invocation& invocation, Console& console, const HttpFactory& make_http) {
  auto socket = choose_socket(invocation.options);
  // The version is told even where the configuration is broken, nobody is asked for the completion of a shell, and a
  // restore talks to no daemon.
  const std::string_view words = invocation.verb->words;
  if (!socket && (words == "version" || words == "completion" || words == "restore")) socket = std::string{};
  if (!socket) return socket.error();
  const std::unique_ptr<HttpClient> http = make_http(*socket);
  DaemonClient daemon{*http, *socket};
  return invocation.verb->run(Session{daemon, console}, invocation.options);
}

Outcome<int> run_command_line(std::vector<std::string> arguments, Console& console, const HttpFactory& make_http) {
  const auto command_line = parse_command_line(std::move(arguments));
  if (!command_line) return command_line.error();
  if (const auto* help = std::get_if<HelpText>(&*command_line)) {
    console.print(help->text);
    return kExitDone;
  }
  return run_verb(std::get<Invocation>(*command_line), console, make_http);
}

}  // namespace

int run(std::vector<std::string> arguments, Console& console, const HttpFactory& make_http) {
  const bool wants_json = std::ranges::find(arguments, "--json") != arguments.end();
  Outcome<int> outcome = run_command_line(std::move(arguments), console, make_http);
  if (outcome && !console.is_flushed()) {
    outcome = Problem{kExitStorage, "storage", "the output could not be written", "free space where it goes to"};
  }
  if (outcome) return *outcome;
  const Problem& problem = outcome.error();
  console.complain((wants_json ? error_object(problem) : error_line(problem)) + "\n");
  return problem.exit_code;
}

}  // namespace lic::cli
