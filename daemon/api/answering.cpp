#include "daemon/api/answering.hpp"

#include <utility>

#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"

namespace lic::api {

void answer_by_reading(const ApiContext& context, const Reply& reply, std::function<ApiResponse(const Reading&)> make) {
  const bool is_taken =
      context.loop.read([reply, make = std::move(make)](const Reading& reading) { reply(make(reading)); });
  if (!is_taken) reply(too_busy());
}

Result<bool> wants_to_wait(const ApiRequest& request) {
  const auto query = Query::of(request.target);
  if (query.has_error()) return query.error();
  return query->is_on("wait");
}

}  // namespace lic::api
