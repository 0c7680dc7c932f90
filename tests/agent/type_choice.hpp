#pragma once
// A policy with several license types, and an SSM that sells what a pool says, for the tests of the license type.

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {

inline constexpr const char* kHcsNote = "Not for on-premises deployments.";

inline Policy policy_with_types() {
  Policy policy = flex_policy();
  policy.license_type.title = "Flex";
  const LicenseType flex = policy.license_type;
  LicenseType premium = flex;
  premium.id = "perpetual-premium";
  premium.title = "Perpetual Premium";
  premium.base_class = SeatClass::premium;
  premium.premium_capabilities = {};
  std::erase_if(premium.entitlements, [](const Entitlement& one) { return one.meter == Meter::standard; });
  LicenseType enhanced = flex;
  enhanced.id = "perpetual-enhanced";
  enhanced.title = "Perpetual Enhanced";
  enhanced.premium_capabilities = {};
  std::erase_if(enhanced.entitlements, [](const Entitlement& one) { return one.meter == Meter::premium; });
  LicenseType hcs = flex;
  hcs.id = "flex-hcs";
  hcs.title = "Flex HCS";
  hcs.note = kHcsNote;
  LicenseType nps = flex;
  nps.id = "nps";
  nps.title = "NPS";
  nps.type_class = TypeClass::lab;
  nps.note = "For labs only.";
  policy.license_types = {flex, premium, enhanced, hcs, nps};
  return policy;
}

inline SetLicenseType to(const char* type, UsageMode mode = UsageMode::production, bool confirmed = false) {
  return {type, mode, confirmed};
}
inline SetLicenseType to_lab() { return to("nps", UsageMode::non_production, true); }

inline std::ptrdiff_t recorded(const Rig& rig, const char* event) {
  return std::ranges::count(rig.events, event, &DomainEvent::name);
}

inline void sign_in(Rig& rig, const char* seat, Capability capability) {
  rig.feed(SignIn{.seat = SeatId{seat}, .capabilities = with(capability)});
}

// An SSM that grants everything and sells what the pool says.
inline void connect(Rig& rig, Pool pool = {}) {
  rig.ssm = [&rig, pool](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return pool.judge(*body, rig.now.wall);
    if (std::holds_alternative<DeregistrationRequest>(request.body)) return Deregistered{};
    return rig.identity_reply(request).answer;
  };
}

}  // namespace lic::test
