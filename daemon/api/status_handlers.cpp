#include "daemon/api/handlers.hpp"

#include <utility>

#include "daemon/api/answering.hpp"
#include "daemon/api/config_json.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/status_json.hpp"

namespace lic::api {
namespace {

StatusView view_of(const Reading& reading) { return status(reading.state, reading.now, reading.policy); }

// Serving means the disk takes what is written; a registered agent must also hold an identity that can be renewed.
ApiResponse readiness(const Reading& reading) {
  if (reading.storage_alarm) {
    return problem(Error(ErrorCode::storage, "the disk refuses what the agent writes", "free space or repair the disk"),
                   {.status = 503, .code = {}});
  }
  if (registration_axis(reading.state) == RegistrationAxis::registration_expired) {
    return problem(Error(ErrorCode::failed_precondition, "the registration has expired", "register again"),
                   {.status = 503, .code = {}});
  }
  return json_response({{"status", "ready"}});
}

}  // namespace

void get_status(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply,
                    [&context](const Reading& reading) { return json_response(status_json(context, reading)); });
}

void get_entitlements(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [](const Reading& reading) {
    Json body;
    body["entitlements"] = entitlements_json(view_of(reading));
    return json_response(body);
  });
}

void get_alarms(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [](const Reading& reading) {
    Json body;
    body["alarms"] = alarms_json(view_of(reading), reading);
    return json_response(body);
  });
}

void get_provisioning(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply,
                    [](const Reading& reading) { return json_response(provisioning_json(view_of(reading))); });
}

void get_config(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [&context](const Reading& reading) {
    return json_response(config_json(context.config, reading.state.sections.settings));
  });
}

void get_health(const ApiContext& /*context*/, const ApiRequest& /*request*/, const Reply& reply) {
  reply(json_response({{"status", "alive"}}));
}

void get_readiness(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, readiness);
}

}  // namespace lic::api
