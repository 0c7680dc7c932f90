#include "agent/entitlement_status.hpp"

#include <algorithm>

#include "agent/compliance.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/reservation.hpp"

namespace lic {
namespace {

const EntitlementAnswer* answer_for(const AgentState& state, const Entitlement& entitlement) {
  const auto& answers = state.sections.authorization.answers;
  const auto found = std::ranges::find(answers, entitlement.tag, &EntitlementAnswer::tag);
  return found == answers.end() ? nullptr : &*found;
}

bool asked_before(const Sections& sections) {
  const auto& pending = sections.exchange.pending;
  return sections.authorization.retry.failures > 0 || (pending && pending->kind == SsmRequestKind::authorization);
}

// More of this meter is in use than the code covers; premium covers standard, as in R-OOC-8.
bool is_short(const AgentState& state, Meter meter, const Limits& limits) {
  const auto above = [&state](Meter which, const std::optional<std::int64_t>& limit) {
    return limit ? std::max<std::int64_t>(0, in_use(state.sections.usage, which) - *limit) : 0;
  };
  switch (meter) {
    case Meter::premium: return above(Meter::premium, limits.premium) > 0;
    case Meter::standard:
    case Meter::regular: return above(Meter::seats, limits.seats) > above(Meter::premium, limits.premium);
    case Meter::seats: return above(Meter::seats, limits.seats) > 0;
    case Meter::inbound: return above(meter, limits.inbound) > 0;
    case Meter::outbound: return above(meter, limits.outbound) > 0;
    case Meter::ivr: return above(meter, limits.ivr) > 0;
    case Meter::outbound_seats: return above(meter, limits.outbound_seats) > 0;
  }
  return false;
}

// Covered, lacking, or neither reserved nor used (docs/decisions/0018).
EntitlementStatus reserved_status(const AgentState& state, const Entitlement& entitlement, TrustedTime now,
                                  const Policy& policy) {
  const Reserved& reserved = *reserved_of(state);
  if (state.sections.installation.mismatch) return EntitlementStatus::not_authorized;
  const std::int64_t count = covered(reserved.code, entitlement.tag, now);
  if (!entitlement.meter)
    return count > 0 ? EntitlementStatus::reserved_in_compliance : EntitlementStatus::not_authorized;
  if (is_short(state, *entitlement.meter, limits_of(reserved.code, current_type(state, policy), now)))
    return EntitlementStatus::not_authorized;
  const bool covers = count > 0 || in_use(state.sections.usage, *entitlement.meter) > 0;
  return covers ? EntitlementStatus::reserved_in_compliance : EntitlementStatus::not_in_use;
}

// R-STAT: the state of the whole comes before SSM's word about the one.
EntitlementStatus status_of(const AgentState& state, const Entitlement& entitlement, TrustedTime now,
                            const Policy& policy) {
  const Sections& sections = state.sections;
  if (licensing_mode(state) == LicensingMode::classic) return EntitlementStatus::disabled;
  if (reserved_of(state) != nullptr) return reserved_status(state, entitlement, now, policy);
  if (entitlement.mode == EntitlementMode::stored) return EntitlementStatus::not_applicable;
  const EntitlementAnswer* said = answer_for(state, entitlement);
  const bool problem =
      said != nullptr && (said->status == EntitlementStatus::invalid_tag || said->status == EntitlementStatus::invalid);
  if (entitlement.mode == EntitlementMode::presence && !problem) return EntitlementStatus::not_applicable;
  switch (authorization_axis(state, now, policy)) {
    case AuthorizationAxis::evaluation: return EntitlementStatus::evaluation;
    case AuthorizationAxis::evaluation_expired: return EntitlementStatus::evaluation_expired;
    case AuthorizationAxis::authorization_expired: return EntitlementStatus::authorization_expired;
    case AuthorizationAxis::not_authorized:
      if (sections.authorization.removal->whole_instance) return EntitlementStatus::not_authorized;
      break;
    case AuthorizationAxis::waiting:
      return asked_before(sections) ? EntitlementStatus::waiting : EntitlementStatus::init;
    case AuthorizationAxis::authorized_reserved:
    case AuthorizationAxis::not_authorized_reserved:
    case AuthorizationAxis::no_licenses_in_use:
    case AuthorizationAxis::authorized:
    case AuthorizationAxis::out_of_compliance: break;
  }
  if (said == nullptr) return EntitlementStatus::init;
  const auto reported = sections.usage.last_reported.find(entitlement.name);
  const bool unused = reported == sections.usage.last_reported.end() || reported->second == 0;
  return unused && said->status == EntitlementStatus::in_compliance ? EntitlementStatus::not_in_use : said->status;
}

}  // namespace

EntitlementView entitlement_view(const AgentState& state, const Entitlement& entitlement, TrustedTime now,
                                 const Policy& policy) {
  EntitlementView shown;
  shown.name = entitlement.name;
  shown.tag = entitlement.tag;
  shown.display_name = entitlement.display_name;
  shown.version = entitlement.version;
  shown.mode = entitlement.mode;
  if (entitlement.meter) shown.current = in_use(state.sections.usage, *entitlement.meter);
  const auto& last_reported = state.sections.usage.last_reported;
  const auto reported = last_reported.find(entitlement.name);
  if (reported != last_reported.end()) shown.reported = reported->second;
  const std::int64_t lock = lock_of(state.sections.compliance, entitlement.name);
  if (entitlement.mode == EntitlementMode::counted && lock > 0) shown.locked = lock;
  if (const EntitlementAnswer* said = answer_for(state, entitlement)) {
    shown.purchased = said->purchased;
    shown.status_text = said->status_text;
  }
  if (const Reserved* reserved = reserved_of(state)) shown.reserved = covered(reserved->code, entitlement.tag, now);
  shown.status = status_of(state, entitlement, now, policy);
  return shown;
}

}  // namespace lic
