#pragma once
// The keys of a catalog file below [policy].

#include <span>
#include <string>

#include "daemon/config/catalog_file.hpp"
#include "daemon/config/key_rule.hpp"

namespace lic {

[[nodiscard]] std::span<const KeyRule<Catalog>> catalog_product_keys();
[[nodiscard]] std::span<const KeyRule<LicenseType>> catalog_type_keys();  // without the list of entitlements
[[nodiscard]] std::span<const KeyRule<Entitlement>> catalog_entitlement_keys();
[[nodiscard]] std::span<const KeyRule<Deployment>> catalog_deployment_keys();

}  // namespace lic
