#pragma once
// Contradictions: values that are each right and do not fit together or do not fit this machine.

#include <vector>

#include "daemon/config/catalog_file.hpp"
#include "daemon/config/key_places.hpp"

namespace lic {

[[nodiscard]] std::vector<ConfigProblem> check_config(const Config& config, const KeyPlaces& places);

// What works and is better changed.
[[nodiscard]] std::vector<ConfigProblem> warn_about_config(const Config& config, const KeyPlaces& places);

// The deployment type against the catalog's list. Finds the catalog's deployment, or nothing if none is configured.
[[nodiscard]] std::vector<ConfigProblem> check_deployment_type(const Config& config, const Catalog& catalog,
                                                               const KeyPlaces& places);
[[nodiscard]] const Deployment* find_deployment(const Catalog& catalog, const std::string& id);

// The license type against the policy's list, and the usage mode against the class of what holds (R-LIFE-4).
[[nodiscard]] std::vector<ConfigProblem> check_license_type(const Config& config, const KeyPlaces& places);

// Classic mode and workforce optimization against a catalog that knows smart licensing alone (R-LIFE-1).
[[nodiscard]] std::vector<ConfigProblem> check_licensing_mode(const Policy& policy, const KeyPlaces& places);

// Workforce optimization needs classic mode, and a new state directory would begin in smart mode (R-LIFE-1, S0). Only
// odd: first_mode is read once, so a product in classic mode may do without it.
[[nodiscard]] std::vector<ConfigProblem> warn_about_licensing_mode(const Policy& policy, const KeyPlaces& places);

// The deployment takes another license type than the one that is written (R-LIFE-4, S3).
[[nodiscard]] std::vector<ConfigProblem> warn_about_license_type(const Config& config, const KeyPlaces& places);

}  // namespace lic
