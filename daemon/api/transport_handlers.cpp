// The way to SSM: shown, changed (R-REG-10), put back to what the files say.
#include <utility>

#include "agent/licensing_mode.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/transport_body.hpp"
#include "daemon/api/transport_change.hpp"
#include "daemon/api/transport_json.hpp"

namespace lic::api {
namespace {

constexpr int kBadGateway = 502;

// The agent works; it is the way behind it that does not.
ApiResponse refused(const Error& error) {
  if (error.code == ErrorCode::unavailable) return problem(error, {.status = kBadGateway, .code = {}});
  return problem(error);
}

void change(const ApiContext& context, std::optional<TransportSettings> wanted, bool waits, const Reply& reply) {
  // Before anything is tried: trying is talking to SSM (R-SLR-6).
  if (const auto refusal = refused_by_mode(context.loop.reading().state)) return reply(problem(*refusal));
  TransportChange& transport = *context.transport_change;
  const bool goes_on_alone = !waits && !transport.is_trying();
  transport.begin(std::move(wanted), [reply, goes_on_alone](const Result<std::string>& outcome) {
    if (goes_on_alone) return;  // told already; GET /v1/transport tells the outcome
    if (outcome.has_error()) return reply(refused(outcome.error()));
    reply(json_response({{"text", *outcome}}));
  });
  if (!goes_on_alone) return;
  reply(json_response({{"text", "The new way to SSM is being tried; it holds as soon as it has answered."}}, 202));
}

}  // namespace

void get_transport(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [&context](const Reading& reading) {
    return json_response(transport_view_json(context, reading));
  });
}

void put_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto waits = wants_to_wait(request);
  if (waits.has_error()) return reply(problem(waits.error()));
  auto settings = transport_body(request.body, context.credentials_dir);
  if (settings.has_error()) return reply(problem(settings.error()));
  change(context, std::move(*settings), *waits, reply);
}

void reset_transport(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto waits = wants_to_wait(request);
  if (waits.has_error()) return reply(problem(waits.error()));
  change(context, std::nullopt, *waits, reply);
}

}  // namespace lic::api
