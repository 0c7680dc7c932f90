#include "daemon/api/handlers.hpp"

#include <algorithm>
#include <utility>

#include "agent/names.hpp"
#include "agent/seats.hpp"
#include "agent/status.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/seat_answer.hpp"
#include "daemon/api/seat_body.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kSeatsDefault = 1000;
constexpr std::int64_t kSeatsMax = 10'000;

Json capabilities_json(const CapabilitySet& set) {
  Json list = Json::array();
  for (std::size_t index = 0; index < kCapabilityCount; ++index) {
    if (set.test(index)) list.push_back(name_of(static_cast<Capability>(index)));
  }
  return list;
}

Json seat_json(std::string_view id, const Seat& seat, const ClockState& clock) {
  return {{"id", id},
          {"class", name_of(seat.seat_class)},
          {"capabilities", capabilities_json(seat.configured)},
          {"used", capabilities_json(seat.used)},
          {"since", date(to_wall(clock, seat.since))}};
}

AnswerFrom source(const AgentLoop& loop) { return loop.is_durable() ? AnswerFrom::disk : AnswerFrom::memory; }

void submit_for_seat(const ApiContext& context, Event event, const std::string& id, const Reply& reply) {
  const bool is_taken =
      context.loop.submit(std::move(event), [reply, id, &loop = context.loop](const Answered& answered) {
        reply(seat_response(answered, id, source(loop)));
      });
  if (!is_taken) reply(too_busy());
}

ApiResponse seats_page(const Reading& reading, const std::string& cursor, std::int64_t limit) {
  std::vector<std::string_view> ids;
  reading.state.seats.visit([&](std::string_view id, const Seat&) {
    if (id > cursor) ids.push_back(id);
  });
  const auto count = std::min(ids.size(), static_cast<std::size_t>(limit));
  std::ranges::partial_sort(ids, ids.begin() + static_cast<std::ptrdiff_t>(count));
  Json list = Json::array();
  for (std::size_t index = 0; index < count; ++index) {
    list.push_back(seat_json(ids[index], *reading.state.seats.find(ids[index]), reading.state.sections.clock));
  }
  Json body;
  body["seats"] = std::move(list);
  body["cursor"] = count < ids.size() && count > 0 ? Json(ids[count - 1]) : Json(nullptr);
  return json_response(body);
}

ApiResponse explanation(const Reading& reading, const std::string& id) {
  const Seat* found = reading.state.seats.find(id);
  if (found == nullptr) {
    return problem(Error(ErrorCode::not_found, "this seat user is not signed in", "smart-agentctl seats lists who is"));
  }
  return json_response(
      {{"id", id},
       {"class", name_of(found->seat_class)},
       {"rule", explain(current_type(reading.state, reading.policy), reading.policy.classification, *found)}});
}

}  // namespace

void get_seats(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto query = Query::of(request.target);
  if (query.has_error()) return reply(problem(query.error()));
  const auto limit = query->integer("limit", kSeatsDefault, kSeatsMax);
  if (limit.has_error()) return reply(problem(limit.error()));
  const std::string cursor = query->text("cursor").value_or("");
  const bool is_taken = context.loop.read(
      [reply, cursor, most = *limit](const Reading& reading) { reply(seats_page(reading, cursor, most)); });
  if (!is_taken) reply(too_busy());
}

void explain_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const bool is_taken =
      context.loop.read([reply, id = request.id](const Reading& reading) { reply(explanation(reading, id)); });
  if (!is_taken) reply(too_busy());
}

void post_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = sign_in_body(request.body);
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
