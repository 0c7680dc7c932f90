#include <string>
#include <utility>

#include "daemon/api_types/routes.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/consent.hpp"
#include "daemon/cli/small_files.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

// Longer than any total time-out of the transport, so that the daemon's own answer always comes first.
constexpr Millis kExchangeLimit = 10 * kMinute;

Outcome<Secret> token_of(Session session, const Options& options) {
  if (!options.token.empty() && !options.token_file.empty()) {
    return usage_problem("TOKEN and --token-file exclude each other");
  }
  if (!options.token.empty()) return trimmed(options.token);
  if (options.token_file == "-") {
    const auto input = session.console.read_input(kSecretBytesMax);
    if (!input) return usage_problem("standard input holds no token", "give one line with the ID token");
    return trimmed(input->reveal());
  }
  if (!options.token_file.empty()) return read_secret_file(options.token_file);
  if (session.console.can_ask()) {
    const auto typed = session.console.ask_hidden("ID token (not shown): ");
    return typed ? trimmed(typed->reveal()) : Secret{};
  }
  return usage_problem("no token given", "give TOKEN, --token-file FILE or --token-file - (standard input)");
}

void show_waiting(Session session, const Options& options, const char* what) {
  if (options.no_wait || !session.console.is_watched()) return;
  session.console.complain(std::string{what} + ", waiting for the outcome of the first attempt ...\n");
}

void show_answer(Session session, const Options& options, const Json& body, const char* text_if_none) {
  if (options.json) {
    session.console.print(pretty(body) + "\n");
    return;
  }
  Page page;
  page.line(0, text_at(body, "text").value_or(text_if_none));
  if (options.no_wait) page.line(0, "See 'smart-agentctl status' for the progress and the result.");
  session.console.print(page.text());
}

Outcome<int> renew(Session session, const Options& options, std::string_view route, const char* what) {
  show_waiting(session, options, what);
  Call call{"POST", std::string{route} + (options.no_wait ? "" : "?wait=1"), Json::object(), kExchangeLimit};
  const auto answer = session.daemon.call(call);
  if (!answer) return answer.error();
  show_answer(session, options, answer->body, answer->status == 202 ? "The renewal was started." : "Renewed.");
  return kExitDone;
}

}  // namespace

Outcome<int> run_register(Session session, const Options& options) {
  const auto token = token_of(session, options);
  if (!token) return token.error();
  if (token->empty()) return usage_problem("the token is empty", "copy the whole ID token from the software manager");
  Json body;
  body["token"] = std::string{token->reveal()};
  if (options.force) body["force"] = true;
  show_waiting(session, options, "Registering");
  Call call{"POST", std::string{routes::kRegistration} + (options.no_wait ? "" : "?wait=1"), std::move(body),
            kExchangeLimit};
  const auto answer = session.daemon.call(call);
  if (!answer) return answer.error();
  show_answer(session, options, answer->body,
              answer->status == 202 ? "The registration was started." : "Registration successful.");
  return kExitDone;
}

Outcome<int> run_deregister(Session session, const Options& options) {
  const auto consent = ask_consent(session, options,
                                   {.verb = "deregister gives the registration up",
                                    .question = "All licenses of this product instance are given back. Continue"});
  if (!consent) return consent.error();
  if (!*consent) return kExitDone;
  show_waiting(session, options, "Deregistering");
  const auto answer = session.daemon.call(Call{"DELETE", std::string{routes::kRegistration}, nullptr, kExchangeLimit});
  if (!answer) return answer.error();
  if (options.json) {
    session.console.print(pretty(answer->body) + "\n");
    return kExitDone;
  }
  Page page;
  if (answer->status == 202) {
    // R-REG-9: the software manager does not know yet; the text names what to remove there.
    page.line(0, text_at(answer->body, "text").value_or("Deregistered on this side only."));
  } else {
    page.line(0, "Deregistered; the software manager has released all licenses.");
  }
  session.console.print(page.text());
  return kExitDone;
}

Outcome<int> run_renew_authorization(Session session, const Options& options) {
  return renew(session, options, routes::kAuthorizationRenew, "Renewing the authorization");
}

Outcome<int> run_renew_registration(Session session, const Options& options) {
  return renew(session, options, routes::kRegistrationRenew, "Renewing the registration");
}

}  // namespace lic::cli
