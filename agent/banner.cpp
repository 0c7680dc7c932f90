#include "agent/banner.hpp"

#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"

namespace lic {
namespace {

constexpr const char* kNonProduction = "You are using a Non-Production System";  // S3, to the letter

BannerView worst(const AgentState& state, TrustedTime now, const Policy& policy) {
  if (enforcement(state, now, policy).state == EnforcementAxis::enforced)
    return {BannerLevel::enforcement, "The system is in enforcement: provisioning is blocked"};
  if (authorization_axis(state, now, policy) == AuthorizationAxis::out_of_compliance)
    return {BannerLevel::out_of_compliance, "The system is out of compliance: licenses are insufficient"};
  if (authorization_axis(state, now, policy) == AuthorizationAxis::not_authorized_reserved)
    return {BannerLevel::out_of_compliance, "The reservation does not cover what is in use: licenses are insufficient"};
  if (evaluation_governs(state)) return {BannerLevel::evaluation, "The system is in evaluation: it is not registered"};
  return {};
}

}  // namespace

BannerView banner(const AgentState& state, TrustedTime now, const Policy& policy) {
  BannerView view = worst(state, now, policy);
  const bool is_lab = current_usage_mode(state, policy) == UsageMode::non_production;
  if (!is_lab || !consumes_licenses(state, policy)) return view;
  if (view.level == BannerLevel::none) return {BannerLevel::non_production, kNonProduction};
  view.text += std::string(". ") + kNonProduction;
  return view;
}

}  // namespace lic
