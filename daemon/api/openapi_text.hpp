#pragma once
// daemon/api/openapi.json as it was when this was built.

#include <string>

namespace lic::api {

[[nodiscard]] std::string openapi_text();

}  // namespace lic::api
