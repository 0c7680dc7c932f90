#pragma once
// GET /v1/status and its parts, with the names of interfaces.md section 3.

#include "agent/status.hpp"
#include "daemon/api/api_context.hpp"
#include "daemon/api/json.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace lic::api {

[[nodiscard]] Json status_json(const ApiContext& context, const Reading& reading);
[[nodiscard]] Json entitlements_json(const StatusView& view);
// The alarms of the state and the volatile one of the disk.
[[nodiscard]] Json alarms_json(const StatusView& view, const Reading& reading);
[[nodiscard]] Json provisioning_json(const StatusView& view);

}  // namespace lic::api
