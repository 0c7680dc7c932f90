// R-SLR-3, 7: what an authorization code covers, and what it lacks.
#include <algorithm>
#include <array>
#include <functional>

#include "agent/license_type.hpp"
#include "agent/reservation.hpp"
#include "agent/time_text.hpp"

namespace lic {
namespace {

bool holds(const ReservedLicense& license, TrustedTime now) {
  const bool begun = !license.starts || in_trusted_time(*license.starts) <= now;
  return begun && (!license.ends || now < in_trusted_time(*license.ends));
}

bool is_mandatory(const Entitlement& entitlement) {
  return entitlement.mode == EntitlementMode::presence || entitlement.mode == EntitlementMode::version;
}

// What a limit is of, and what is in use of it.
struct Use {
  Meter meter;
  std::optional<std::int64_t> limit;
  const char* one;
  const char* many;
};

std::array<Use, 6> uses_of(const Limits& limits) {
  return {{{Meter::premium, limits.premium, " premium seat is signed in", " premium seats are signed in"},
           {Meter::seats, limits.seats, " seat is signed in", " seats are signed in"},
           {Meter::inbound, limits.inbound, " inbound port is in use", " inbound ports are in use"},
           {Meter::outbound, limits.outbound, " outbound port is in use", " outbound ports are in use"},
           {Meter::ivr, limits.ivr, " IVR port is in use", " IVR ports are in use"},
           {Meter::outbound_seats, limits.outbound_seats, " outbound seat is in use", " outbound seats are in use"}}};
}

bool is_above(const UsageState& usage, const Use& use) { return use.limit && in_use(usage, use.meter) > *use.limit; }

// A mandatory license that is not covered now: not in the code, ended, or not begun.
std::string sentence_of(const AuthorizationCode& code, const Entitlement& entitlement, const LicenseType& type) {
  const std::string name = name_of_license(entitlement);
  for (const ReservedLicense& license : code.licenses)
    if (license.tag == entitlement.tag && license.ends)
      return "the license " + name + " of the code ended at " + to_rfc3339(*license.ends) + ", and the license type " +
             type.id + " needs it";
  return "the code does not cover " + name + ", which the license type " + type.id + " needs";
}

std::string other_machine(const Installation& installation) {
  return "the reservation is for the machine with serial " + installation.udi.serial + ", and this one has serial " +
         installation.seen.serial;
}

// When licenses began or ended since `last`, latest first.
std::vector<TrustedTime> turns_since(const Reserved& reserved, TrustedTime last, TrustedTime now) {
  std::vector<TrustedTime> turns;
  for (const ReservedLicense& license : reserved.code.licenses)
    for (const auto& date : {license.starts, license.ends})
      if (date && in_trusted_time(*date) > last && in_trusted_time(*date) <= now)
        turns.push_back(in_trusted_time(*date));
  std::ranges::sort(turns, std::greater<>{});
  return turns;
}

Reserved* reserved_in(Turn& turn) { return std::get_if<Reserved>(&turn.state.sections.registration.standing); }

}  // namespace

TrustedTime in_trusted_time(WallTime date) { return TrustedTime{date.time_since_epoch()}; }

std::string name_of_license(const Entitlement& entitlement) {
  return entitlement.display_name.empty() ? entitlement.name.value : entitlement.display_name;
}

std::int64_t covered(const AuthorizationCode& code, const EntitlementTag& tag, TrustedTime now) {
  std::int64_t count = 0;
  for (const ReservedLicense& license : code.licenses)
    if (license.tag == tag && holds(license, now)) count += license.count;
  return count;
}

Limits limits_of(const AuthorizationCode& code, const LicenseType& type, TrustedTime now) {
  Limits limits;
  limits.code = LimitCode::reservation_limit;
  const auto add = [](std::optional<std::int64_t>& limit, std::int64_t count) { limit = limit.value_or(0) + count; };
  for (const Entitlement& entitlement : type.entitlements) {
    if (!entitlement.meter) continue;
    const std::int64_t count = covered(code, entitlement.tag, now);
    switch (*entitlement.meter) {
      case Meter::premium:
        add(limits.premium, count);
        add(limits.seats, count);  // a standard user may take a premium seat (R-CTL-2)
        break;
      case Meter::standard:
      case Meter::regular:
      case Meter::seats: add(limits.seats, count); break;
      case Meter::inbound: add(limits.inbound, count); break;
      case Meter::outbound: add(limits.outbound, count); break;
      case Meter::ivr: add(limits.ivr, count); break;
      case Meter::outbound_seats: add(limits.outbound_seats, count); break;
    }
  }
  return limits;
}

Limits reserved_limits(const AgentState& state, const Policy& policy) {
  return limits_of(reserved_of(state)->code, current_type(state, policy), state.sections.clock.trusted);
}

std::vector<std::string> above_limits(const UsageState& usage, const Limits& limits) {
  std::vector<std::string> sentences;
  for (const Use& use : uses_of(limits)) {
    if (!is_above(usage, use)) continue;
    const std::int64_t now = in_use(usage, use.meter);
    sentences.push_back(std::to_string(now) + (now == 1 ? use.one : use.many) + ", the code covers " +
                        std::to_string(*use.limit));
  }
  return sentences;
}

std::vector<std::string> lacking(const AgentState& state, TrustedTime now, const Policy& policy) {
  const Reserved* reserved = reserved_of(state);
  if (reserved == nullptr) return {};
  std::vector<std::string> sentences;
  const Installation& installation = state.sections.installation;
  if (installation.mismatch) sentences.push_back(other_machine(installation));
  const LicenseType& type = current_type(state, policy);
  for (const Entitlement& entitlement : type.entitlements)
    if (is_mandatory(entitlement) && covered(reserved->code, entitlement.tag, now) == 0)
      sentences.push_back(sentence_of(reserved->code, entitlement, type));
  for (std::string& above : above_limits(state.sections.usage, limits_of(reserved->code, type, now)))
    sentences.push_back(std::move(above));
  return sentences;
}

bool is_lacking(const AgentState& state, TrustedTime now, const Policy& policy) {
  const Reserved* reserved = reserved_of(state);
  if (reserved == nullptr) return false;
  if (state.sections.installation.mismatch) return true;
  const LicenseType& type = current_type(state, policy);
  for (const Entitlement& entitlement : type.entitlements)
    if (is_mandatory(entitlement) && covered(reserved->code, entitlement.tag, now) == 0) return true;
  return std::ranges::any_of(uses_of(limits_of(reserved->code, type, now)),
                             [&state](const Use& use) { return is_above(state.sections.usage, use); });
}

void pass_reservation_time(Turn& turn, TrustedTime last) {
  Reserved* reserved = reserved_in(turn);
  if (reserved == nullptr || reserved->lacking_since || !is_lacking(turn.state, turn.trusted, turn.policy)) return;
  // It would have lacked before that time passed: what came with this start lacks from now on.
  if (is_lacking(turn.state, last, turn.policy)) return;
  TrustedTime since = turn.trusted;
  for (const TrustedTime at : turns_since(*reserved, last, turn.trusted)) {
    if (!is_lacking(turn.state, at, turn.policy)) break;
    since = at;
  }
  reserved->lacking_since = since;
}

bool lacking_has_changed(const Turn& turn) {
  const Reserved* reserved = reserved_of(turn.state);
  return reserved != nullptr &&
         reserved->lacking_since.has_value() != is_lacking(turn.state, turn.trusted, turn.policy);
}

void settle_reservation(Turn& turn) {
  if (!lacking_has_changed(turn)) return;
  auto& since = reserved_in(turn)->lacking_since;
  since = since ? std::nullopt : std::optional(turn.trusted);
}

std::optional<TrustedTime> reservation_turns_at(const AgentState& state, TrustedTime now) {
  const Reserved* reserved = reserved_of(state);
  if (reserved == nullptr) return std::nullopt;
  std::optional<TrustedTime> next;
  for (const ReservedLicense& license : reserved->code.licenses)
    for (const auto& date : {license.starts, license.ends})
      if (date && in_trusted_time(*date) > now && (!next || in_trusted_time(*date) < *next))
        next = in_trusted_time(*date);
  return next;
}

std::vector<LicenseToReserve> licenses_to_reserve(const LicenseType& type) {
  std::vector<LicenseToReserve> list;
  for (const Entitlement& entitlement : type.entitlements)
    list.push_back({entitlement.name, entitlement.tag, entitlement.display_name, is_mandatory(entitlement)});
  return list;
}

ReservationView reservation_view(const AgentState& state, Now now, const Policy& policy) {
  const ReservationState& reservation = state.sections.reservation;
  const TrustedTime trusted = trusted_now(state.sections.clock, now);
  const auto wall = [&](TrustedTime time) { return now.wall + (time - trusted); };
  ReservationView view;
  view.enabled = reservation.enabled;
  if (reservation.request) {
    view.request_code = reservation.request->code;
    view.requested_at = wall(reservation.request->made_at);
  }
  if (const Reserved* reserved = reserved_of(state))
    view.installed = InstalledReservationView{reserved->code, wall(reserved->installed_at), wall(reserved->changed_at),
                                              lacking(state, trusted, policy)};
  view.confirmation_code = reservation.confirmation_code;
  view.return_code = reservation.return_code;
  view.licenses = licenses_to_reserve(current_type(state, policy));
  return view;
}

}  // namespace lic
