#pragma once
// A diagnosis for people: every step with its time, and at the end what to do first.

#include <string>

#include "daemon/cli/json_reading.hpp"

namespace lic::cli {

// The whole text of an answer of `/v1/doctor` or `/v1/transport/test`.
[[nodiscard]] std::string diagnosis_text(const Json& diagnosis);
// 0 if nothing failed, warnings or not; else the exit code of the first failure's cause.
[[nodiscard]] int exit_code_of_diagnosis(const Json& diagnosis);

}  // namespace lic::cli
