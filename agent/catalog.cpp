#include "agent/catalog.hpp"

#include <algorithm>

namespace lic {

const Entitlement* find_by_tag(const LicenseType& type, const EntitlementTag& tag) {
  const auto found = std::ranges::find(type.entitlements, tag, &Entitlement::tag);
  return found == type.entitlements.end() ? nullptr : &*found;
}

const Entitlement* find_by_name(const LicenseType& type, const EntitlementName& name) {
  const auto found = std::ranges::find(type.entitlements, name, &Entitlement::name);
  return found == type.entitlements.end() ? nullptr : &*found;
}

}  // namespace lic
