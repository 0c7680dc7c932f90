#pragma once
// A diagnosis as the API writes it (interfaces.md section 3).

#include "daemon/api/json.hpp"
#include "transport/diagnosis.hpp"

namespace lic::api {

// {"steps":[{"name","ok","skipped","warning","ms","cause","code","text","remedy"}],"first_failure"}: the name of the
// first step that failed, or null.
[[nodiscard]] Json diagnosis_json(const Diagnosis& diagnosis);

}  // namespace lic::api
