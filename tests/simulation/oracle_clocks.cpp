// The enforcement clocks and the authorization axis as the standing oracle reckons them.

#include <algorithm>
#include <string>

#include "agent/names.hpp"
#include "tests/simulation/oracle_standing.hpp"

namespace lic::sim {

std::vector<EnforcementClock> StandingOracle::clocks(const OracleContext& context, const ComplianceOracle& compliance,
                                                     TrustedTime now) const {
  std::vector<EnforcementClock> expected;
  if (classic_) return expected;
  if (standing_ == Standing::reserved) {
    if (lacking_since_) {
      expected.push_back(EnforcementClock{EnforcementReason::not_authorized_reserved, *lacking_since_,
                                          *lacking_since_ + context.policy.not_authorized_overage});
    }
    return expected;
  }
  if (evaluates()) {
    if (used_ >= context.policy.evaluation_period) {
      expected.push_back(EnforcementClock{EnforcementReason::evaluation_expired, now, now});
    }
    return expected;
  }
  if (compliance.since()) {
    expected.push_back(EnforcementClock{EnforcementReason::out_of_compliance, *compliance.since(),
                                        *compliance.since() + context.policy.ooc_overage});
  }
  if (deadline_ && now >= *deadline_) {
    expected.push_back(EnforcementClock{EnforcementReason::authorization_expired, *deadline_,
                                        *deadline_ + context.policy.authorization_grace});
  }
  if (confirmed_) {
    expected.push_back(EnforcementClock{EnforcementReason::not_authorized, *confirmed_,
                                        *confirmed_ + context.policy.not_authorized_overage});
  }
  return expected;
}

void StandingOracle::compare_clocks(const OracleContext& context, const AgentState& after,
                                    const ComplianceOracle& compliance, TrustedTime now) const {
  const EnforcementView view = enforcement(after, now, context.core);
  const std::vector<EnforcementClock> expected = clocks(context, compliance, now);
  bool blocked = false;
  for (const EnforcementClock& own : expected) {
    const bool by_deadline = own.reason == EnforcementReason::authorization_expired;
    const Millis slack = by_deadline ? deadline_slack_ : kSecond;
    const auto found = std::find_if(view.clocks.begin(), view.clocks.end(),
                                    [&own](const EnforcementClock& clock) { return clock.reason == own.reason; });
    blocked = blocked || now >= own.enforced_at;
    if (found == view.clocks.end()) {
      if (by_deadline && now - *deadline_ <= slack) continue;
      context.journal.violated("R-ENF-2", std::string(name_of(own.reason)) + " holds and is not listed");
    } else if (own.reason != EnforcementReason::evaluation_expired &&
               !within(found->enforced_at - own.enforced_at, slack)) {
      context.journal.violated("R-ENF-2", std::string(name_of(own.reason)) + " enforces at " +
                                              text_of(found->enforced_at) + " instead of " + text_of(own.enforced_at));
    }
  }
  for (const EnforcementClock& clock : view.clocks) {
    const bool known = std::any_of(expected.begin(), expected.end(),
                                   [&clock](const EnforcementClock& own) { return own.reason == clock.reason; });
    if (known) continue;
    const bool early = clock.reason == EnforcementReason::authorization_expired && deadline_ &&
                       within(now - *deadline_, deadline_slack_);
    if (!early)
      context.journal.violated("R-ENF-2", std::string(name_of(clock.reason)) + " is listed and does not hold");
  }
  if (blocked && view.state != EnforcementAxis::enforced && !(deadline_slack_ > kSecond)) {
    context.journal.violated("R-ENF-1", "provisioning is allowed though a clock has run out");
  }
  if (view.state == EnforcementAxis::enforced && !blocked && !(deadline_slack_ > kSecond)) {
    context.journal.violated("R-ENF-1", "provisioning is blocked and no clock has run out");
  }
}

void StandingOracle::compare_authorization(const OracleContext& context, const AgentState& after,
                                           const ComplianceOracle& compliance, TrustedTime now) const {
  const AuthorizationAxis axis = authorization_axis(after, now, context.core);
  const bool good = axis == AuthorizationAxis::authorized || axis == AuthorizationAxis::no_licenses_in_use;
  bool right = true;
  if (classic_) return;  // R-LIFE-1: no part in any of it
  if (standing_ == Standing::reserved) {
    right = axis == (lacks_ ? AuthorizationAxis::not_authorized_reserved : AuthorizationAxis::authorized_reserved);
  } else if (evaluates()) {
    right = axis == (used_ >= context.policy.evaluation_period ? AuthorizationAxis::evaluation_expired
                                                               : AuthorizationAxis::evaluation);
  } else if (good) {
    right = standing_ == Standing::registered && last_good_ && deadline_ && now <= *deadline_ + deadline_slack_ &&
            !confirmed_ && !compliance.out();
  } else if (axis == AuthorizationAxis::out_of_compliance) {
    right = compliance.out();
  } else if (axis == AuthorizationAxis::authorization_expired) {
    right = deadline_ && now >= *deadline_ - deadline_slack_;
  } else if (axis == AuthorizationAxis::not_authorized) {
    right = confirmed_.has_value();
  } else if (axis == AuthorizationAxis::waiting) {
    right = !last_good_;
  } else {
    right = false;
  }
  if (!right) context.journal.violated("R-AUTH-3", "authorization shows " + std::string(name_of(axis)));
}

// R-ENF-2: what the product is told.
void StandingOracle::compare_status(const OracleContext& context, const AgentState& after,
                                    const ComplianceOracle& compliance, Now now, TrustedTime trusted) const {
  const StatusView view = status(after, now, context.core);
  const std::vector<EnforcementClock> expected = clocks(context, compliance, trusted);
  const auto ran_out = [trusted](const EnforcementClock& clock) { return trusted >= clock.enforced_at; };
  const bool blocked = std::any_of(expected.begin(), expected.end(), ran_out);
  if (deadline_slack_ <= kSecond && view.provisioning_allowed == blocked) {
    context.journal.violated("R-ENF-2", blocked ? "the product is told that provisioning is allowed"
                                                : "the product is told that provisioning is blocked");
  }
  if (view.provisioning_allowed != view.blocked.empty()) {
    context.journal.violated("R-ENF-1", "what is blocked does not fit whether provisioning is allowed");
  }
  if (!within(view.evaluation_left - (context.policy.evaluation_period - used_), kSecond)) {
    context.journal.violated("R-EVAL-5",
                             "evaluation left is shown as " + std::to_string(view.evaluation_left / kSecond) + " s");
  }
}

}  // namespace lic::sim
