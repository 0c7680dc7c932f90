// R-ENF: which clocks run towards enforcement, and what is blocked. Derived from the topics' own state, so that leaving
// is immediate on the event that cures.
#include <algorithm>

#include "agent/evaluation.hpp"
#include "agent/reservation.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

void add_evaluation(const AgentState& state, TrustedTime now, const Policy& policy, EnforcementView& view) {
  if (!evaluation_governs(state)) return;
  const auto end = evaluation_end(state, policy);
  if (end && now >= *end) view.clocks.push_back({EnforcementReason::evaluation_expired, *end, *end});
}

void add_out_of_compliance(const AgentState& state, const Policy& policy, EnforcementView& view) {
  const auto& phase = state.sections.compliance.phase;
  std::optional<TrustedTime> since;
  if (const auto* locked = std::get_if<Locked>(&phase)) since = locked->since;
  if (const auto* entered = std::get_if<Entered>(&phase)) since = entered->since;
  if (since) view.clocks.push_back({EnforcementReason::out_of_compliance, *since, *since + policy.ooc_overage});
}

// R-SLR-3.
void add_reservation(const AgentState& state, const Policy& policy, EnforcementView& view) {
  const Reserved* reserved = reserved_of(state);
  if (reserved == nullptr || !reserved->lacking_since) return;
  const TrustedTime since = *reserved->lacking_since;
  view.clocks.push_back({EnforcementReason::not_authorized_reserved, since, since + policy.not_authorized_overage});
}

}  // namespace

EnforcementView enforcement(const AgentState& state, TrustedTime now, const Policy& policy) {
  EnforcementView view;
  add_evaluation(state, now, policy, view);
  add_reservation(state, policy, view);
  if (registration_governs(state)) {
    const AuthorizationState& authorization = state.sections.authorization;
    add_out_of_compliance(state, policy, view);
    if (authorization.deadline_at && now >= *authorization.deadline_at)
      view.clocks.push_back({EnforcementReason::authorization_expired, *authorization.deadline_at,
                             *authorization.deadline_at + policy.authorization_grace});
    if (authorization.removal && authorization.removal->confirmed_at)
      view.clocks.push_back({EnforcementReason::not_authorized, *authorization.removal->confirmed_at,
                             *authorization.removal->confirmed_at + policy.not_authorized_overage});
  }
  if (view.clocks.empty()) return view;
  std::ranges::sort(view.clocks, {}, &EnforcementClock::enforced_at);
  view.state = now >= view.clocks.front().enforced_at ? EnforcementAxis::enforced : EnforcementAxis::overage;
  return view;
}

}  // namespace lic
