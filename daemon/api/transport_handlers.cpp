// The way to SSM, as it is in force.
#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/transport_json.hpp"

namespace lic::api {
void get_transport(const ApiContext& context, const ApiRequest& /*request*/, const Reply& reply) {
  answer_by_reading(context, reply, [&context](const Reading& reading) {
    return json_response(transport_view_json(context, reading));
  });
}

}  // namespace lic::api
