// Who is signed in, and why each counts as it does.
#include <algorithm>
#include <string>
#include <utility>

#include "agent/names.hpp"
#include "agent/seat_explanation.hpp"
#include "agent/status.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"
#include "daemon/api/seat_walk.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kSeatsDefault = 1000;
constexpr std::int64_t kSeatsMax = 10'000;

std::string_view name_of_classification(Classification classification) {
  switch (classification) {
    case Classification::configured: return "configured";
    case Classification::used: return "used";
    case Classification::reserved: return "reserved";
  }
  return "";
}

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

struct SeatsQuestion {
  SeatPlace from;
  std::int64_t limit = kSeatsDefault;
};

Result<SeatsQuestion> seats_question(const ApiRequest& request) {
  const auto query = Query::of(request.target);
  if (query.has_error()) return query.error();
  const auto limit = query->integer("limit", kSeatsDefault, kSeatsMax);
  if (limit.has_error()) return limit.error();
  const auto cursor = query->text("cursor");
  const auto place = cursor ? seat_place(*cursor) : std::optional(SeatPlace{});
  if (!place) return bad_cursor();
  return SeatsQuestion{*place, *limit};
}

ApiResponse seats_page(const Reading& reading, const SeatsQuestion& asked) {
  const SeatPage page = seats_from(reading.state.seats, asked.from, static_cast<std::size_t>(asked.limit),
                                   [](const Seat& /*seat*/) { return true; });
  Json list = Json::array();
  for (const SeatPage::Row& row : page.rows) list.push_back(seat_json(row.id, *row.seat, reading.state.sections.clock));
  Json body;
  body["seats"] = std::move(list);
  body["total"] = reading.state.seats.size();
  body["cursor"] = page.next ? Json(to_text(*page.next)) : Json(nullptr);
  return json_response(body);
}

ApiResponse explanation(const Reading& reading, const std::string& id) {
  const Seat* seat = reading.state.seats.find(id);
  if (seat == nullptr) {
    return problem(Error(ErrorCode::not_found, "this seat user is not signed in", "smart-agentctl seats lists who is"));
  }
  const LicenseType& type = current_type(reading.state, reading.policy);
  const Classification classification = current_classification(reading.state, reading.policy);
  const SeatExplanation found = explain(type, classification, *seat);
  return json_response({{"id", id},
                        {"class", name_of(seat->seat_class)},
                        {"rule", found.rule},
                        {"because_of", capabilities_json(found.because_of)},
                        {"license_type", type.id},
                        {"classification", name_of_classification(classification)},
                        {"capabilities", capabilities_json(seat->configured)},
                        {"used", capabilities_json(seat->used)},
                        {"since", date(to_wall(reading.state.sections.clock, seat->since))}});
}

}  // namespace

void get_seats(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto asked = seats_question(request);
  if (asked.has_error()) return reply(problem(asked.error()));
  answer_by_reading(context, reply, [asked = *asked](const Reading& reading) { return seats_page(reading, asked); });
}

void explain_seat(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  answer_by_reading(context, reply, [id = request.id](const Reading& reading) { return explanation(reading, id); });
}

}  // namespace lic::api
