// The description of this API for programs (interfaces.md section 3).
#include "daemon/api/handlers.hpp"
#include "daemon/api/openapi_text.hpp"

namespace lic::api {

void get_openapi(const ApiContext& /*context*/, const ApiRequest& /*request*/, const Reply& reply) {
  ApiResponse response;
  response.body = openapi_text();
  reply(std::move(response));
}

}  // namespace lic::api
