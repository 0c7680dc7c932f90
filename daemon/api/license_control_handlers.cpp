// License Control (R-CTL): shown with every limit of the license type, changed while registered.
#include <array>
#include <map>
#include <utility>

#include "agent/license_control.hpp"
#include "agent/names.hpp"
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"

namespace lic::api {
namespace {

constexpr std::array<LimitField, kLimitFieldCount> kFields = {LimitField::standard, LimitField::premium,
                                                              LimitField::seats, LimitField::outbound, LimitField::ivr};

Json limits_json(const LicenseControlView& view) {
  Json limits = Json::object();
  for (const auto& [field, limit] : view.limits) limits[std::string(name_of(field))] = limit;
  return limits;
}

// Which fields the license type has is for the core to say; here they need only be fields.
std::map<LimitField, std::int64_t> limits_of(ObjectReader& reader) {
  std::map<LimitField, std::int64_t> limits;
  const Json* object = reader.object("limits");
  if (object == nullptr) return limits;
  ObjectReader fields(*object, "\"limits\"");
  for (const LimitField field : kFields)
    if (const auto limit = fields.integer(name_of(field).data(), 0, kLimitMax)) limits.emplace(field, *limit);
  if (auto outcome = fields.finish(); outcome.has_error()) reader.refuse(outcome.error().what);
  return limits;
}

Result<SetLicenseControl> license_control_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  SetLicenseControl event;
  event.overage_allowed = reader.required_boolean("overage_allowed");
  event.limits = limits_of(reader);
  event.ha_license_purchased = reader.boolean("ha_license_purchased").value_or(false);
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return event;
}

Json license_control_json(const Reading& reading) {
  const LicenseControlView view = license_control_view(reading.state, reading.policy);
  return {{"applies", view.applies},
          {"editable", view.editable},
          {"license_type", current_type(reading.state, reading.policy).id},
          {"overage_allowed", view.overage_allowed},
          {"limits", limits_json(view)},
          {"ha_confirmation_needed", view.ha_confirmation_needed},
          {"ha_license_purchased", view.ha_license_purchased}};
}

}  // namespace

void get_license_control(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply,
                    [](const Reading& reading) { return json_response(license_control_json(reading)); });
}

// Answered with what holds after the commit, and with the sentence that says what was done.
void put_license_control(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  auto event = license_control_body(request.body);
  if (event.has_error()) return reply(problem(event.error()));
  const bool is_taken = context.loop.submit(std::move(*event), [&context, reply](const Answered& answered) {
    if (const auto* error = std::get_if<Error>(&answered)) return reply(problem(*error));
    const auto* done = std::get_if<CommandDone>(&answered);
    const std::string text = done == nullptr ? std::string{} : done->text;
    answer_by_reading(context, reply, [text](const Reading& reading) {
      Json body = license_control_json(reading);
      body["text"] = text;
      return json_response(body);
    });
  });
  if (!is_taken) reply(too_busy());
}

}  // namespace lic::api
