#include "daemon/api/handlers.hpp"

#include <algorithm>
#include <utility>

#include "daemon/api/answering.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/status_json.hpp"
#include "daemon/loop/named_secrets.hpp"
#include "transport/crypto/random.hpp"
#include "transport/crypto/token_fingerprint.hpp"

namespace lic::api {
namespace {

constexpr std::size_t kTokenMax = 255;

ApiResponse command_response(const Answered& answered, std::string_view state_when_done) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  const auto* done = std::get_if<CommandDone>(&answered);
  const bool is_background = done != nullptr && done->background;
  Json body;
  if (!state_when_done.empty()) body["state"] = is_background ? "registering" : std::string(state_when_done);
  body["text"] = done != nullptr ? done->text : std::string{};
  return json_response(body, is_background ? 202 : 200);
}

struct RegistrationBody {
  Secret token;
  bool force = false;
};

std::string trimmed(const std::string& text) {
  constexpr const char* kSpaces = " \t\r\n";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

Result<RegistrationBody> registration_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  RegistrationBody body{.token = Secret(trimmed(reader.required_text("token"))), .force = false};
  body.force = reader.boolean("force").value_or(false);
  const std::string_view token = body.token.reveal();
  const bool is_printable = std::ranges::all_of(token, [](char letter) { return letter > ' ' && letter < '\x7f'; });
  if (token.empty() || token.size() > kTokenMax || !is_printable) {
    reader.refuse("\"token\" is not 1 to 255 printable characters without spaces");
  }
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return Result<RegistrationBody>(std::move(body));
}

// A refused registration leaves its token behind; nobody will ask for it again.
void drop_token_unless_named(const ApiContext& context, const TokenRef& token) {
  static_cast<void>(context.loop.read([&keys = context.keys, token](const Reading& reading) {
    if (!named_secrets(reading.state.sections).tokens.contains(token)) static_cast<void>(keys.destroy_token(token));
  }));
}

void submit_command(const ApiContext& context, Event event, const Reply& reply) {
  const bool is_taken = context.loop.submit(
      std::move(event), [reply](const Answered& answered) { reply(command_response(answered, {})); });
  if (!is_taken) reply(too_busy());
}

ApiResponse deregistration_response(const Answered& answered, const std::string& instance) {
  if (const auto* error = std::get_if<Error>(&answered)) return problem(*error);
  const auto* done = std::get_if<CommandDone>(&answered);
  if (done == nullptr || !done->local_only) return no_content();
  // The instance still holds licenses at SSM; its id is what the operator needs to remove it there (R-REG-9).
  Json body;
  body["text"] = done->text;
  body["instance_id"] = instance.empty() ? Json(nullptr) : Json(instance);
  return json_response(body, 202);
}

}  // namespace

void post_registration(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto wait = wants_to_wait(request);
  if (wait.has_error()) return reply(problem(wait.error()));
  auto body = registration_body(request.body);
  if (body.has_error()) return reply(problem(body.error()));
  const auto fresh = random_uuid();
  if (fresh.has_error()) return reply(problem(fresh.error()));
  const TokenRef token{*fresh};
  const std::string fingerprint = token_fingerprint(body->token);
  // The token is on disk before the state names it, and nowhere but there (R-REG-2).
  auto stored = context.keys.store_token(token, body->token);
  if (stored.has_error()) return reply(problem(stored.error()));
  const bool is_taken = context.loop.submit(
      RegisterCommand{.token = token, .token_fingerprint = fingerprint, .force = body->force, .wait = *wait},
      [&context, reply, token](const Answered& answered) {
        if (std::holds_alternative<Error>(answered)) drop_token_unless_named(context, token);
        reply(command_response(answered, "registered"));
      });
  if (is_taken) return;
  static_cast<void>(context.keys.destroy_token(token));
  reply(too_busy());
}

void delete_registration(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  const bool is_taken = context.loop.read([&context, reply](const Reading& reading) {
    const StatusView view = status(reading.state, reading.now, reading.policy);
    const std::string instance = view.identity ? view.identity->instance.value : std::string{};
    const bool is_begun = context.loop.submit(DeregisterCommand{}, [reply, instance](const Answered& answered) {
      reply(deregistration_response(answered, instance));
    });
    if (!is_begun) reply(too_busy());
  });
  if (!is_taken) reply(too_busy());
}

void renew_registration(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto wait = wants_to_wait(request);
  if (wait.has_error()) return reply(problem(wait.error()));
  submit_command(context, RenewRegistrationCommand{.wait = *wait}, reply);
}

void renew_authorization(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto wait = wants_to_wait(request);
  if (wait.has_error()) return reply(problem(wait.error()));
  submit_command(context, RenewAuthorizationCommand{.wait = *wait}, reply);
}

}  // namespace lic::api
