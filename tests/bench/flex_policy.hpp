#pragma once
// The policy that the benchmarks of core and loop decide by: chat is premium, and nothing else.

#include "agent/policy.hpp"

namespace lic::bench {

[[nodiscard]] inline Policy flex_policy() {
  Policy policy;
  policy.product_id = "UCCX";
  policy.license_type.id = "flex";
  policy.license_type.premium_capabilities = with(Capability::chat);
  policy.license_type.entitlements = {
      {EntitlementName{"standard"}, EntitlementTag{"s"}, "", "", EntitlementMode::counted, Meter::standard},
      {EntitlementName{"premium"}, EntitlementTag{"p"}, "", "", EntitlementMode::counted, Meter::premium}};
  return policy;
}

}  // namespace lic::bench
