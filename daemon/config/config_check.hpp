#pragma once
// Contradictions: values that are each right and do not fit together or do not fit this machine.

#include <vector>

#include "daemon/config/catalog_file.hpp"
#include "daemon/config/key_places.hpp"

namespace lic {

[[nodiscard]] std::vector<ConfigProblem> check_config(const Config& config, const KeyPlaces& places);

// What works and is better changed.
[[nodiscard]] std::vector<ConfigProblem> warn_about_config(const Config& config, const KeyPlaces& places);

// The license type against the catalog's list, and the usage mode against its class (R-LIFE-4).
[[nodiscard]] std::vector<ConfigProblem> check_license_type(const Config& config, const Catalog& catalog,
                                                            const KeyPlaces& places);

}  // namespace lic
