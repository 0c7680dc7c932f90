#pragma once
// The effective configuration as JSON, without secrets (R-REG-2).

#include "daemon/api/json.hpp"
#include "daemon/config/config.hpp"

namespace lic::api {

// Keys of `[transport]`.
[[nodiscard]] Json transport_json(const TransportSettings& transport);
// What /v1/status shows of it: mode, route, url, proxy.
[[nodiscard]] Json transport_summary_json(const TransportSettings& transport);
[[nodiscard]] Json license_type_json(const Config& config);
// Every table of the file, by its names (interfaces.md section 6).
[[nodiscard]] Json config_json(const Config& config);

}  // namespace lic::api
