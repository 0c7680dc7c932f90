// What cannot be taken back: migration from classic to smart licensing (R-LIFE-1) and factory reset (R-LIFE-6). Both
// want `{"confirm":true}`, so that no client does it by a mistaken path.
#include <functional>
#include <utility>

#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/transport_change.hpp"

namespace lic::api {
namespace {

Result<void> confirmed(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  const bool is_confirmed = reader.required_boolean("confirm");
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  if (is_confirmed) return {};
  return Error(ErrorCode::invalid_argument, "\"confirm\" is false, so nothing was changed",
               "send {\"confirm\":true} if that is what you want; it cannot be taken back");
}

void submit_confirmed(const ApiContext& context, const ApiRequest& request, Event event, const Reply& reply,
                      std::function<void()> then = {}) {
  if (const auto body = confirmed(request.body); body.has_error()) return reply(problem(body.error()));
  const bool is_taken =
      context.loop.submit(std::move(event), [reply, then = std::move(then)](const Answered& answered) {
        if (const auto* error = std::get_if<Error>(&answered)) return reply(problem(*error));
        if (then) then();
        const auto* done = std::get_if<CommandDone>(&answered);
        reply(json_response({{"text", done == nullptr ? std::string{} : done->text}}));
      });
  if (!is_taken) reply(too_busy());
}

}  // namespace

void post_migration(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  submit_confirmed(context, request, MigrateToSmart{}, reply);
}

void post_factory_reset(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  // The outcome of the last change of the way to SSM goes with everything else.
  submit_confirmed(context, request, FactoryReset{}, reply, [change = context.transport_change] {
    if (change != nullptr) change->forget();
  });
}

}  // namespace lic::api
