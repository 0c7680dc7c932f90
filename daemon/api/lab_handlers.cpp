#include "daemon/api/handlers.hpp"

#include <utility>

#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kStepSecondsMax = 20LL * 366 * 24 * 3600;

ApiResponse lab_response(const LabView& view) {
  return json_response({{"now", date(view.now)}, {"next_due", date(view.next_due)}, {"settled", view.settled}});
}

std::optional<WallTime> moment(ObjectReader& reader, const char* name) {
  const auto text = reader.text(name);
  if (!text) return std::nullopt;
  const auto time = from_rfc3339(*text);
  if (!time) reader.refuse("\"" + std::string(name) + "\" is not an RFC 3339 time such as 2026-03-02T10:30:00Z");
  return time;
}

Result<LabMove> lab_move(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  const auto to = moment(reader, "to");
  const auto until = moment(reader, "off_until");
  const auto step = reader.integer("step_seconds", -kStepSecondsMax, kStepSecondsMax);
  if (int{to.has_value()} + int{until.has_value()} + int{step.has_value()} != 1) {
    reader.refuse("the body has not exactly one of \"to\", \"off_until\" and \"step_seconds\"");
  }
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  if (to) return LabMove{AdvanceTo{*to}};
  if (until) return LabMove{OffUntil{*until}};
  return LabMove{StepCalendar{*step * kSecond}};
}

}  // namespace

void get_lab_clock(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  reply(lab_response(context.lab->view()));
}

void move_lab_clock(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto move = lab_move(request.body);
  if (move.has_error()) return reply(problem(move.error()));
  context.lab->move(*move, [reply](const Result<LabView>& outcome) {
    reply(outcome.has_error() ? problem(outcome.error()) : lab_response(*outcome));
  });
}

}  // namespace lic::api
