#pragma once
// As much of JSON Schema as openapi.json uses.

#include <string>
#include <vector>

#include "daemon/api/json.hpp"

namespace lic::test {

// The value itself, or what its "$ref" names in `whole`.
[[nodiscard]] const api::Json& resolved(const api::Json& whole, const api::Json& value);
// Every "$ref" in it.
[[nodiscard]] std::vector<std::string> references_of(const api::Json& whole);
// Where and how `value` breaks `schema`; empty = it does not.
[[nodiscard]] std::string breach_of(const api::Json& whole, const api::Json& schema, const api::Json& value,
                                    const std::string& place = "");

}  // namespace lic::test
