#include "agent/admission.hpp"

#include <array>
#include <string>

#include "agent/license_control.hpp"
#include "agent/names.hpp"
#include "agent/reservation.hpp"

namespace lic {
namespace {

std::string raise_limit(LimitCode code) {
  switch (code) {
    case LimitCode::license_limit: return "raise the limit (smart-agentctl license-control set)";
    case LimitCode::reservation_limit: return "reserve more at SSM and install the new authorization code";
    case LimitCode::ova_limit: return "raise product.max_seats if the machine was enlarged";
  }
  return "raise the limit";
}

std::string_view who_limits(LimitCode code) {
  switch (code) {
    case LimitCode::license_limit: return "License Control allows ";
    case LimitCode::reservation_limit: return "the reservation allows ";
    case LimitCode::ova_limit: return "this machine is built for ";
  }
  return "the limit is ";
}

std::string signed_in(std::int64_t count, std::string_view kind) {
  return std::to_string(count) + std::string(kind) + (count == 1 ? " seat is signed in" : " seats are signed in");
}

std::string allowed(LimitCode code, std::int64_t limit) {
  return " and " + std::string(who_limits(code)) + std::to_string(limit);
}

SeatRefused machine_is_full(std::int64_t seats, std::int64_t most) {
  return {LimitCode::ova_limit,
          signed_in(seats, "") + allowed(LimitCode::ova_limit, most),
          "sign somebody out, or " + raise_limit(LimitCode::ova_limit),
          {{"seats", seats}, {"seats_limit", most}}};
}

SeatRefused no_premium_seat(LimitCode code, std::int64_t premium, std::int64_t limit) {
  return {code,
          signed_in(premium, " premium") + allowed(code, limit),
          "sign a premium seat user out, or " + raise_limit(code),
          {{"premium", premium}, {"premium_limit", limit}}};
}

SeatRefused no_seat(const Limits& limits, std::int64_t seats, std::int64_t premium) {
  const std::int64_t most = *limits.seats;
  const std::string remedy = "sign somebody out, or " + raise_limit(limits.code);
  if (!limits.premium)
    return {limits.code,
            signed_in(seats, "") + allowed(limits.code, most),
            remedy,
            {{"seats", seats}, {"seats_limit", most}}};
  const std::int64_t standard = seats - premium;
  const std::int64_t standard_limit = most - *limits.premium;
  return {limits.code,
          signed_in(seats, "") + " (" + std::to_string(premium) + " premium, " + std::to_string(standard) +
              " standard)" + allowed(limits.code, most) + " (" + std::to_string(*limits.premium) + " premium, " +
              std::to_string(standard_limit) + " standard)",
          remedy,
          {{"seats", seats},
           {"seats_limit", most},
           {"premium", premium},
           {"premium_limit", *limits.premium},
           {"standard", standard},
           {"standard_limit", standard_limit}}};
}

struct PortDemand {
  std::string_view kind;  // "outbound port"
  std::string_view name;
  std::string_view limit_name;
  std::optional<std::int64_t> asked;
  std::int64_t now;
  std::optional<std::int64_t> limit;
};

SeatRefused no_ports(LimitCode code, const PortDemand& demand) {
  const std::string kind(demand.kind);
  return {code,
          std::to_string(*demand.asked) + " " + kind + (*demand.asked == 1 ? " is" : "s are") + " asked for (" +
              std::to_string(demand.now) + " in use now)" + allowed(code, *demand.limit),
          "use fewer " + kind + "s, or " + raise_limit(code),
          {{demand.name, demand.now}, {demand.limit_name, *demand.limit}, {"asked", *demand.asked}}};
}

}  // namespace

Limits limits_in_force(const AgentState& state, const Policy& policy) {
  if (reserved_of(state) != nullptr) return reserved_limits(state, policy);
  Limits limits;
  const LicenseControl& control = state.sections.settings.control;
  if (control.overage_allowed || !std::holds_alternative<Registered>(state.sections.registration.standing))
    return limits;
  const LicenseType& type = current_type(state, policy);
  if (!is_set_for(control, type)) return limits;
  std::optional<std::int64_t> standard;
  for (const LimitField field : type.limit_fields) {
    const std::int64_t limit = control.limits.find(field)->second;
    switch (field) {
      case LimitField::standard: standard = limit; break;
      case LimitField::premium: limits.premium = limit; break;
      case LimitField::seats: limits.seats = limit; break;
      case LimitField::outbound: limits.outbound = limit; break;
      case LimitField::ivr: limits.ivr = limit; break;
    }
  }
  if (standard) limits.seats = *standard + limits.premium.value_or(0);  // R-CTL-2: a standard user may take either
  return limits;
}

std::optional<SeatRefused> refusal_of_seat(const AgentState& state, const Policy& policy, std::optional<SeatClass> from,
                                           SeatClass to) {
  if (from == to) return std::nullopt;
  const std::int64_t seats = in_use(state.sections.usage, Meter::seats);
  if (!from && policy.max_seats && seats >= *policy.max_seats) return machine_is_full(seats, *policy.max_seats);
  const Limits limits = limits_in_force(state, policy);
  const std::int64_t premium = in_use(state.sections.usage, Meter::premium);
  if (to == SeatClass::premium && limits.premium && premium >= *limits.premium)
    return no_premium_seat(limits.code, premium, *limits.premium);
  if (!from && limits.seats && seats >= *limits.seats) return no_seat(limits, seats, premium);
  return std::nullopt;
}

std::optional<SeatRefused> refusal_of_ports(const AgentState& state, const Policy& policy, const PortsInUse& event) {
  const Limits limits = limits_in_force(state, policy);
  const std::array demands = {
      PortDemand{"inbound port", "inbound", "inbound_limit", event.inbound,
                 in_use(state.sections.usage, Meter::inbound), limits.inbound},
      PortDemand{"outbound port", "outbound", "outbound_limit", event.outbound,
                 in_use(state.sections.usage, Meter::outbound), limits.outbound},
      PortDemand{"ivr port", "ivr", "ivr_limit", event.ivr, in_use(state.sections.usage, Meter::ivr), limits.ivr},
      PortDemand{"outbound seat", "outbound_seats", "outbound_seats_limit", event.outbound_seats,
                 in_use(state.sections.usage, Meter::outbound_seats), limits.outbound_seats}};
  for (const PortDemand& demand : demands)
    if (demand.asked && demand.limit && *demand.asked > demand.now && *demand.asked > *demand.limit)
      return no_ports(limits.code, demand);
  return std::nullopt;
}

}  // namespace lic
