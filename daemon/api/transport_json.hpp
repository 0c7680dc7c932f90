#pragma once
// The way to SSM as JSON, without secrets: of a password only the name of its file is known (R-REG-2).

#include <optional>

#include "daemon/api/api_context.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {

// Keys of `[transport]`, as PUT /v1/transport takes them.
[[nodiscard]] Json transport_json(const TransportSettings& transport);

// GET /v1/transport: what holds, by whom it was set, where requests go, what is odd about it, the last change.
[[nodiscard]] Json transport_view_json(const ApiContext& context, const Reading& reading);
// What /v1/status shows of it: mode, route, url, proxy, set_by, note.
[[nodiscard]] Json transport_summary_json(const ApiContext& context, const Reading& reading);

}  // namespace lic::api
