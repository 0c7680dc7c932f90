#include "agent/license_type.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "agent/licensing_mode.hpp"
#include "agent/names.hpp"
#include "agent/outbox.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/seats.hpp"
#include "agent/usage.hpp"

namespace lic {
namespace {

const LicenseType* find_type(const Policy& policy, std::string_view id) {
  if (policy.license_type.id == id) return &policy.license_type;
  const auto found = std::ranges::find(policy.license_types, id, &LicenseType::id);
  return found == policy.license_types.end() ? nullptr : &*found;
}

// The type that was chosen by command, if this catalog and this deployment have it; else as configured.
const LicenseType& wanted_type(const AgentState& state, const Policy& policy) {
  const auto& chosen = state.sections.settings.license;
  if (!chosen || !is_allowed(policy, chosen->type)) return policy.license_type;
  const LicenseType* found = find_type(policy, chosen->type);
  return found == nullptr ? policy.license_type : *found;
}

// The id that the registration or the reservation holds to; null if there is neither.
const std::string* held_type(const AgentState& state) {
  if (const Identity* identity = identity_of(state)) return &identity->license_type;
  const Reserved* reserved = reserved_of(state);
  return reserved == nullptr ? nullptr : &reserved->license_type;
}

// "flex (Flex)"
std::string shown(const LicenseType& type) { return type.id + " (" + type.title + ")"; }

std::string known_types(const Policy& policy) {
  std::string text;
  for (const LicenseType& type : policy.license_types) {
    if (!is_allowed(policy, type.id)) continue;
    text += (text.empty() ? "" : ", ") + type.id;
  }
  return text;
}

// R-REG-10: the step that is missing.
std::optional<Error> wrong_standing(const AgentState& state) {
  const RegistrationState& registration = state.sections.registration;
  if (registration.leaving)
    return Error{ErrorCode::failed_precondition, "a deregistration is under way, so the license type cannot change yet",
                 "wait until it is done, then set the license type"};
  if (identity_of(state) != nullptr)
    return Error{ErrorCode::failed_precondition,
                 "the license type cannot change while this product instance is registered",
                 "deregister, set the license type, restart the product, then register again"};
  if (reserved_of(state) != nullptr)
    return Error{ErrorCode::failed_precondition, "the license type cannot change while licenses of it are reserved",
                 "return the reservation, set the license type, restart the product, then request anew"};
  if (state.sections.reservation.request)
    return Error{ErrorCode::failed_precondition,
                 "a reservation request is open, so the license type cannot change: SSM reserves licenses of this one",
                 "cancel the request (smart-agentctl reservation cancel), set the license type, then request anew"};
  if (registration.attempt)
    return Error{ErrorCode::failed_precondition, "a registration is under way, so the license type cannot change",
                 "take it back with: smart-agentctl deregister; then set the license type and register again"};
  return std::nullopt;
}

Error unknown_type(const Policy& policy, const std::string& type) {
  return {ErrorCode::invalid_argument, "the catalog " + policy.catalog_id + " has no license type \"" + type + "\"",
          "choose one of: " + known_types(policy)};
}

Error wrong_mode(const LicenseType& type, UsageMode mode) {
  const std::string right(name_of(usage_mode_of(type)));
  return {ErrorCode::invalid_argument,
          "the license type " + shown(type) + " is for " + right + " use, and the usage mode is " +
              std::string(name_of(mode)),
          "set the usage mode to " + right + ", or choose another type"};
}

Error unconfirmed(const LicenseType& type) {
  return {ErrorCode::failed_precondition, "the license type " + shown(type) + " must be confirmed: " + type.note,
          "if that is what was bought, set it once more with --yes (API: \"confirm\": true)"};
}

// What a signed-in seat is under the new type. A class that rose in mid-session for a reason that is gone falls only at
// the next sign-in (R-USE-2), if the new type knows premium at all.
SeatClass class_under(const LicenseType& after, const LicenseType& before, Classification how, const Seat& seat) {
  const bool risen =
      seat.seat_class == SeatClass::premium && classify(before, how, seat.configured, seat.used) != SeatClass::premium;
  if (risen && after.premium_capabilities.any()) return SeatClass::premium;
  return classify(after, how, seat.configured, seat.used);
}

// One instant: who is signed in stays so, and the meters go to the totals of the new classes.
template <class ClassOf>
void move_seats(Turn& turn, const ClassOf& class_of) {
  std::vector<std::pair<SeatId, Seat>> moved;
  std::array<std::int64_t, kSeatClassCount> counts{};
  turn.state.seats.visit([&](std::string_view id, const Seat& seat) {
    const SeatClass seat_class = class_of(seat);
    ++counts[static_cast<std::size_t>(seat_class)];
    if (seat_class == seat.seat_class) return;
    moved.emplace_back(SeatId{std::string(id)}, seat);
    moved.back().second.seat_class = seat_class;
  });
  std::ranges::sort(moved, {}, &std::pair<SeatId, Seat>::first);
  for (auto& [id, seat] : moved) turn.put_seat(id, std::move(seat));
  if (moved.empty()) return;
  for (const SeatClass seat_class : {SeatClass::standard, SeatClass::premium, SeatClass::regular})
    set_meter(turn, meter_of(seat_class), counts[static_cast<std::size_t>(seat_class)]);
}

void reclassify(Turn& turn, const LicenseType& before, const LicenseType& after, Classification how) {
  move_seats(turn, [&](const Seat& seat) { return class_under(after, before, how, seat); });
}

// The product reads its license type when it starts (R-LIFE-2).
void await_restart(Turn& turn) {
  ProductState& products = turn.state.sections.products;
  for (const auto& [unique, process] : products.processes)
    products.awaits_restart.push_back(process.name.empty() ? unique : process.name);
  std::vector<std::string>& names = products.awaits_restart;
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());  // clang 14 cannot compile std::ranges::unique
  if (!names.empty()) products.restart_since = turn.trusted;
}

// Called while the old type still holds; the caller then makes the new one hold.
void change_type(Turn& turn, const LicenseType& after) {
  Sections& sections = turn.state.sections;
  const LicenseType& before = turn.license_type();
  end_interval_here(turn);  // what was counted until now was counted for the old type
  reclassify(turn, before, after, turn.policy.classification);  // where a type changes, no reservation goes on
  begin_interval_here(turn);
  restart_windows(turn);
  sections.settings.control = {};  // its fields are the old type's; overage is allowed again (R-CTL-1)
  // What was reported and answered concerns entitlements that may have the same names and are others.
  clear_outbox(turn);
  sections.usage.last_reported.clear();
  sections.authorization.answers.clear();
  await_restart(turn);
}

// After another type was set.
std::string next_step(const AgentState& state) {
  if (licensing_mode(state) == LicensingMode::classic) return "migrate and register.";
  return state.sections.reservation.enabled ? "request a reservation." : "register.";
}

}  // namespace

const LicenseType& current_type(const AgentState& state, const Policy& policy) {
  // What was registered with, or reserved for, holds until it is given up, whatever a file says meanwhile (R-REG-10).
  const std::string* held = held_type(state);
  const LicenseType* found = held == nullptr ? nullptr : find_type(policy, *held);
  return found == nullptr ? wanted_type(state, policy) : *found;
}

Classification current_classification(const AgentState& state, const Policy& policy) {
  return std::holds_alternative<Reserved>(state.sections.registration.standing) ? Classification::reserved
                                                                                : policy.classification;
}

UsageMode current_usage_mode(const AgentState& state, const Policy& policy) {
  return usage_mode_of(current_type(state, policy));  // the mode must match the type (R-LIFE-4)
}

UsageMode usage_mode_of(const LicenseType& type) {
  switch (type.type_class) {
    case TypeClass::production: return UsageMode::production;
    case TypeClass::lab: return UsageMode::non_production;
  }
  return UsageMode::production;
}

bool fits(const LicenseType& type, UsageMode mode) { return usage_mode_of(type) == mode; }

bool is_allowed(const Policy& policy, std::string_view type) {
  return policy.forced_types.empty() || std::ranges::find(policy.forced_types, type) != policy.forced_types.end();
}

const LicenseType* allowed_type(const Policy& policy, std::string_view wanted, UsageMode mode) {
  const LicenseType* found = find_type(policy, wanted);
  if (found == nullptr || is_allowed(policy, wanted)) return found;
  for (const std::string& id : policy.forced_types)
    if (const LicenseType* forced = find_type(policy, id); forced != nullptr && fits(*forced, mode)) return forced;
  return find_type(policy, policy.forced_types.front());
}

std::string why_type_is_missing(const AgentState& state, const Policy& policy) {
  const std::string& held = current_type(state, policy).id;
  const auto sentence = [&](const std::string& type, std::string_view how) {
    return "the license type " + type + ", " + std::string(how) + ", is not in the catalog " + policy.catalog_id +
           " or not for this deployment; " + held + " is used in its place";
  };
  if (const std::string* wanted = held_type(state); wanted != nullptr && !wanted->empty())
    return *wanted == held ? "" : sentence(*wanted, reserved_of(state) == nullptr ? "registered with" : "reserved for");
  const auto& chosen = state.sections.settings.license;
  return !chosen || chosen->type == held ? "" : sentence(chosen->type, "set by command");
}

bool consumes_licenses(const AgentState& state, const Policy& policy) {
  return std::ranges::any_of(current_type(state, policy).entitlements, [&state](const Entitlement& entitlement) {
    return entitlement.mode == EntitlementMode::counted && entitlement.meter &&
           state.sections.usage.meters[static_cast<std::size_t>(*entitlement.meter)].current > 0;
  });
}

bool nothing_purchased(const AgentState& state, const Policy& policy) {
  const auto& answers = state.sections.authorization.answers;
  const auto& entitlements = current_type(state, policy).entitlements;
  const auto is_counted = [](const Entitlement& one) { return one.mode == EntitlementMode::counted; };
  return std::ranges::any_of(entitlements, is_counted) &&
         std::ranges::all_of(entitlements, [&](const Entitlement& entitlement) {
           if (!is_counted(entitlement)) return true;
           const auto answer = std::ranges::find(answers, entitlement.tag, &EntitlementAnswer::tag);
           return answer != answers.end() && answer->purchased == 0;
         });
}

void release_registered_type(Turn& turn) {
  const LicenseType& next = wanted_type(turn.state, turn.policy);
  if (next.id == turn.license_type().id) return;
  change_type(turn, next);
  turn.record("LICENSE_TYPE_CHANGED", "The license type is now " + shown(next) + ", as the configuration says.");
}

void reset_license_type(Turn& turn) {
  const LicenseType& configured = turn.policy.license_type;
  if (configured.id != turn.license_type().id) change_type(turn, configured);
}

void change_classification(Turn& turn, Classification how) {
  const LicenseType& type = turn.license_type();
  end_interval_here(turn);  // what was counted until now was counted as it was
  move_seats(turn, [&type, how](const Seat& seat) {
    return seat.seat_class == SeatClass::premium ? seat.seat_class : classify(type, how, seat.configured, seat.used);
  });
  begin_interval_here(turn);
  restart_windows(turn);
}

void settle_type_at_start(Turn& turn) {
  const LicenseType& held = turn.license_type();
  reclassify(turn, held, held, current_classification(turn.state, turn.policy));
  const LicenseType& wanted = wanted_type(turn.state, turn.policy);
  if (held_type(turn.state) == nullptr || held.id == wanted.id) return;
  const bool is_reserved = reserved_of(turn.state) != nullptr;
  turn.record("LICENSE_TYPE_KEPT",
              "The configuration says " + shown(wanted) +
                  (is_reserved ? "; licenses are reserved for " : "; this product instance is registered with ") +
                  shown(held) +
                  (is_reserved ? ", which holds until they are returned." : ", which holds until it is deregistered."),
              4);
}

void handle(Turn& turn, const SetLicenseType& event) {
  if (const auto refusal = wrong_standing(turn.state)) return turn.answer(*refusal);
  const LicenseType* type = allowed_type(turn.policy, event.type, event.usage_mode);
  if (type == nullptr) return turn.answer(unknown_type(turn.policy, event.type));
  if (!fits(*type, event.usage_mode)) return turn.answer(wrong_mode(*type, event.usage_mode));
  const std::string forced =
      type->id == event.type ? "" : " This deployment takes it in place of " + event.type + " (R-LIFE-4).";
  if (type->id == turn.license_type().id)
    return turn.answer(
        CommandDone{false, false, "The license type is " + shown(*type) + " already; nothing was changed." + forced});
  if (!type->note.empty() && !event.confirmed) return turn.answer(unconfirmed(*type));
  change_type(turn, *type);
  turn.state.sections.settings.license = LicenseChoice{type->id, usage_mode_of(*type)};
  const std::string text = "The license type is now " + shown(*type) + ", for " +
                           std::string(name_of(usage_mode_of(*type))) + " use." + forced;
  turn.record("LICENSE_TYPE_CHANGED", text);
  turn.answer(CommandDone{false, false, text + " Restart the product, then " + next_step(turn.state)});
}

}  // namespace lic
