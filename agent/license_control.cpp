#include "agent/license_control.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "agent/admission.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"

namespace lic {
namespace {

bool has_field(const LicenseType& type, LimitField field) {
  return std::ranges::find(type.limit_fields, field) != type.limit_fields.end();
}

std::string fields_of(const LicenseType& type) {
  std::string list;
  for (const LimitField field : type.limit_fields) {
    if (!list.empty()) list += ", ";
    list += name_of(field);
  }
  return list;
}

std::string title_of(const LicenseType& type) { return type.title.empty() ? type.id : type.title; }

std::optional<Error> objection(const Turn& turn, const SetLicenseControl& event) {
  if (auto classic = refused_by_classic_mode(turn.state)) return classic;
  if (turn.state.sections.reservation.enabled)
    return Error{ErrorCode::failed_precondition,
                 "License Control does not apply while license reservation is enabled: an installed code limits by "
                 "itself (R-CTL-4)",
                 "to change what may be in use, update the reservation at SSM and install the new code"};
  const LicenseType& type = turn.license_type();
  if (type.limit_fields.empty())
    return Error{ErrorCode::failed_precondition, "License Control does not apply to the license type " + title_of(type),
                 "leave it as it is; sign-ins are not limited by it"};
  if (!std::holds_alternative<Registered>(turn.state.sections.registration.standing))
    return Error{ErrorCode::failed_precondition, "License Control can be changed only while registered",
                 "register first (smart-agentctl register)"};
  for (const auto& [field, limit] : event.limits) {
    if (!has_field(type, field))
      return Error{ErrorCode::invalid_argument,
                   "the license type " + title_of(type) + " has no limit \"" + std::string(name_of(field)) + "\"",
                   "name only the limits of the type: " + fields_of(type)};
    if (limit < 0 || limit > kLimitMax)
      return Error{ErrorCode::invalid_argument,
                   "the limit \"" + std::string(name_of(field)) + "\" is below 0 or above 1,000,000,000",
                   "send the number of purchased licenses"};
  }
  if (!event.overage_allowed && turn.policy.high_availability && !event.ha_license_purchased)
    return Error{ErrorCode::failed_precondition,
                 "this deployment is highly available, and it is not confirmed that the High Availability license was "
                 "purchased",
                 "confirm it (--ha-purchased, or \"ha_license_purchased\": true) once it was"};
  return std::nullopt;
}

LicenseControl control_of(const LicenseType& type, const SetLicenseControl& event) {
  LicenseControl control{event.overage_allowed, event.limits, event.ha_license_purchased};
  if (!event.overage_allowed)
    for (const LimitField field : type.limit_fields) control.limits.try_emplace(field, 0);
  return control;
}

// The meters that a field limits.
bool limits_meter(LimitField field, Meter meter) {
  switch (field) {
    case LimitField::standard: return meter == Meter::standard || meter == Meter::regular;
    case LimitField::premium: return meter == Meter::premium;
    case LimitField::seats: return meter == Meter::standard || meter == Meter::premium || meter == Meter::regular;
    case LimitField::outbound: return meter == Meter::outbound;
    case LimitField::ivr: return meter == Meter::ivr;
  }
  return false;
}

// As SSM told last; none = it has not.
std::optional<std::int64_t> purchased(const AgentState& state, const LicenseType& type, LimitField field) {
  std::optional<std::int64_t> sum;
  for (const EntitlementAnswer& answer : state.sections.authorization.answers) {
    const Entitlement* entitlement = find_by_tag(type, answer.tag);
    const bool counts = entitlement != nullptr && entitlement->mode == EntitlementMode::counted && entitlement->meter &&
                        limits_meter(field, *entitlement->meter);
    if (counts && answer.purchased) sum = sum.value_or(0) + *answer.purchased;
  }
  return sum;
}

std::string more_than_purchased(const AgentState& state, const LicenseType& type, const LicenseControl& control) {
  std::string list;
  for (const LimitField field : type.limit_fields) {
    const auto bought = purchased(state, type, field);
    const std::int64_t limit = control.limits.find(field)->second;
    if (!bought || limit <= *bought) continue;
    if (!list.empty()) list += ", ";
    list += std::string(name_of(field)) + " " + std::to_string(limit) + " of " + std::to_string(*bought);
  }
  return list.empty() ? list : " Warning: this is more than was purchased, as last known: " + list + ".";
}

std::string in_use_above(const AgentState& state, const Policy& policy) {
  const Limits limits = limits_in_force(state, policy);
  const auto& meters = state.sections.usage.meters;
  const std::array<std::pair<Meter, std::optional<std::int64_t>>, 4> limited = {{{Meter::premium, limits.premium},
                                                                                 {Meter::seats, limits.seats},
                                                                                 {Meter::outbound, limits.outbound},
                                                                                 {Meter::ivr, limits.ivr}}};
  std::string list;
  for (const auto& [meter, limit] : limited) {
    const std::int64_t now = meters[static_cast<std::size_t>(meter)].current;
    if (!limit || now <= *limit) continue;
    if (!list.empty()) list += ", ";
    list += std::string(name_of(meter)) + " " + std::to_string(now) + " of " + std::to_string(*limit);
  }
  return list.empty() ? list : " In use above the limit, and staying: " + list + ".";
}

std::string described(const LicenseType& type, const LicenseControl& control) {
  if (control.overage_allowed) return "Overage is allowed: use is counted and not limited.";
  std::string list;
  for (const LimitField field : type.limit_fields) {
    if (!list.empty()) list += ", ";
    list += std::string(name_of(field)) + " " + std::to_string(control.limits.find(field)->second);
  }
  return "Overage is not allowed: use is limited to " + list + ".";
}

}  // namespace

void handle(Turn& turn, const SetLicenseControl& event) {
  if (auto refused = objection(turn, event)) return turn.answer(std::move(*refused));
  const LicenseType& type = turn.license_type();
  LicenseControl& control = turn.state.sections.settings.control;
  control = control_of(type, event);
  std::string text = described(type, control);
  if (!control.overage_allowed)
    text += more_than_purchased(turn.state, type, control) + in_use_above(turn.state, turn.policy);
  turn.record("LICENSE_CONTROL_CHANGED", text);
  turn.answer(CommandDone{false, false, std::move(text)});
}

bool is_set_for(const LicenseControl& control, const LicenseType& type) {
  const auto is_limited = [&control](LimitField field) { return control.limits.contains(field); };
  return !type.limit_fields.empty() && std::ranges::all_of(type.limit_fields, is_limited);
}

LicenseControlView license_control_view(const AgentState& state, const Policy& policy) {
  const LicenseType& type = current_type(state, policy);
  const LicenseControl& control = state.sections.settings.control;
  LicenseControlView view;
  view.applies = !type.limit_fields.empty() && !state.sections.reservation.enabled;
  view.editable = view.applies && std::holds_alternative<Registered>(state.sections.registration.standing);
  view.overage_allowed = control.overage_allowed || !is_set_for(control, type);
  for (const LimitField field : type.limit_fields) {
    const auto limit = control.limits.find(field);
    view.limits.emplace_back(field, limit == control.limits.end() ? 0 : limit->second);
  }
  view.ha_confirmation_needed = view.applies && policy.high_availability;
  view.ha_license_purchased = control.ha_license_purchased;
  return view;
}

}  // namespace lic
