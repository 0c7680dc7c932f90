#include "daemon/api/handlers.hpp"

#include <utility>

#include "agent/names.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/seat_answer.hpp"
#include "daemon/api/seat_body.hpp"

namespace lic::api {
namespace {

AnswerFrom source(const AgentLoop& loop) { return loop.is_durable() ? AnswerFrom::disk : AnswerFrom::memory; }

void submit_for_seat(const ApiContext& context, Event event, const std::string& id, const Reply& reply) {
  const bool is_taken =
      context.loop.submit(std::move(event), [reply, id, &loop = context.loop](const Answered& answered) {
        reply(seat_response(answered, id, source(loop)));
      });
  if (!is_taken) reply(too_busy());
}

Result<SignIn> sign_in_of(const ApiContext& context, const std::string& body) {
  if (context.read_sign_in) {
    if (auto plain = context.read_sign_in(body)) return std::move(*plain);
  }
  return sign_in_body(body);
}

}  // namespace

void post_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = sign_in_of(context, request.body);
  if (event.has_error()) return reply(problem(event.error()));
  const std::string id = event->seat.value;
  submit_for_seat(context, std::move(*event), id, reply);
}

void patch_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = seat_update_body(request.id, request.body);
  if (event.has_error()) return reply(problem(event.error()));
  submit_for_seat(context, std::move(*event), request.id, reply);
}

void delete_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  if (!is_seat_id(request.id)) return reply(problem(bad_seat_id()));
  submit_for_seat(context, SignOut{SeatId{request.id}}, request.id, reply);
}

void put_seats(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = seat_sync_body(request.body);
  if (event.has_error()) return reply(problem(event.error()));
  const auto count = event->seats.size();
  const bool is_taken =
      context.loop.submit(std::move(*event), [reply, count, &loop = context.loop](const Answered& answered) {
        reply(sync_response(answered, count, source(loop)));
      });
  if (!is_taken) reply(too_busy());
}

void post_seat_batch(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = seat_batch_body(request.body);
  if (event.has_error()) return reply(problem(event.error()));
  const bool is_taken = context.loop.submit(std::move(*event), [reply, &loop = context.loop](const Answered& answered) {
    reply(batch_response(answered, source(loop)));
  });
  if (!is_taken) reply(too_busy());
}

void put_ports(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto event = ports_body(request.body);
  if (event.has_error()) return reply(problem(event.error()));
  submit_for_seat(context, *event, {}, reply);
}

}  // namespace lic::api
