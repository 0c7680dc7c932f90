#include "tests/simulation/oracle_compliance.hpp"

#include <algorithm>

#include "agent/status.hpp"

namespace lic::sim {

void ComplianceOracle::remember_highest(const OracleContext& context, const AuthorizationRequest& request) {
  for (const EntitlementCount& entry : request.entitlements) {
    const Entitlement* entitlement = find_by_tag(context.policy.license_type, entry.tag);
    if (entitlement == nullptr || entitlement->mode != EntitlementMode::counted) continue;
    std::int64_t& highest = highest_[entitlement->name.value];
    highest = std::max(highest, entry.count);
  }
}

void ComplianceOracle::on_answer(const OracleContext& context, const AnsweredExchange& answered, TrustedTime now) {
  const auto* request = std::get_if<AuthorizationRequest>(&answered.request.body);
  const auto* granted = std::get_if<AuthorizationGranted>(&answered.reply->answer);
  if (request == nullptr || granted == nullptr) return;
  const bool ooc = std::any_of(granted->entitlements.begin(), granted->entitlements.end(),
                               [](const auto& entry) { return entry.status == EntitlementStatus::out_of_compliance; });
  const bool scheduled = !request->reports.empty();
  if (context.policy.ooc_policy == OocPolicy::immediate) {
    if (ooc && phase_ == Phase::none) {
      phase_ = Phase::entered;
      since_ = now;
    }
    if (!ooc) reset();
    return;
  }
  switch (phase_) {
    case Phase::none:
      if (!ooc || !scheduled) return;
      phase_ = Phase::tolerated;
      first_end_ = request->reports.back().interval_end;
      remember_highest(context, *request);
      break;
    case Phase::tolerated:
      if (!scheduled) return;
      if (!ooc) {
        reset();
        return;
      }
      remember_highest(context, *request);
      break;
    case Phase::locked:
      if (!ooc) {
        reset();
        return;
      }
      remember_highest(context, *request);
      return;
    case Phase::entered: return;
  }
  if (request->reports.back().interval_end - first_end_ >= context.policy.tolerance) {
    phase_ = Phase::locked;
    since_ = now;
  }
}

void ComplianceOracle::follow(const ComplianceState& core, TrustedTime now) {
  if (phase_ == Phase::tolerated && std::holds_alternative<Locked>(core.phase)) {
    phase_ = Phase::locked;
    since_ = now;
  } else if (phase_ == Phase::locked && since_ == now && std::holds_alternative<Tolerated>(core.phase)) {
    phase_ = Phase::tolerated;
    since_.reset();
  }
}

void ComplianceOracle::check_sent(const OracleContext& context, const AuthorizationRequest& request) const {
  if (phase_ != Phase::locked) return;
  for (const EntitlementCount& entry : request.entitlements) {  // R-OOC-4
    const Entitlement* entitlement = find_by_tag(context.policy.license_type, entry.tag);
    if (entitlement == nullptr || entitlement->mode != EntitlementMode::counted) continue;
    const auto lock = highest_.find(entitlement->name.value);
    if (lock != highest_.end() && entry.count < lock->second) {
      context.journal.violated("R-OOC-4", entitlement->name.value + " is reported as " + std::to_string(entry.count) +
                                              " while locked at " + std::to_string(lock->second));
    }
  }
}

void ComplianceOracle::compare(const OracleContext& context, const ComplianceState& core) const {
  const Phase theirs = std::holds_alternative<InCompliance>(core.phase) ? Phase::none
                       : std::holds_alternative<Tolerated>(core.phase)  ? Phase::tolerated
                       : std::holds_alternative<Locked>(core.phase)     ? Phase::locked
                                                                        : Phase::entered;
  if (theirs != phase_) {
    context.journal.violated("R-OOC-1", "OOC phase " + std::to_string(static_cast<int>(theirs)) + " instead of " +
                                            std::to_string(static_cast<int>(phase_)));
    return;
  }
  const auto* locked = std::get_if<Locked>(&core.phase);
  if (locked == nullptr) return;
  for (const auto& [name, quantity] : highest_) {
    const auto found = locked->locked.find(EntitlementName{name});
    if (found == locked->locked.end() || found->second != quantity) {
      context.journal.violated("R-OOC-3",
                               name + " is not locked at " + std::to_string(quantity) + " but at " +
                                   (found == locked->locked.end() ? "nothing" : std::to_string(found->second)));
    }
  }
}

}  // namespace lic::sim
