#pragma once
// Ways to answer that many handlers share.

#include <functional>

#include "daemon/api/api_context.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

// Answers after the commit of the batch that the reader saw (interfaces.md section 3); 503 if the inbox is full.
void answer_by_reading(const ApiContext& context, const Reply& reply, std::function<ApiResponse(const Reading&)> make);

// `?wait=1`: the caller wants the outcome. Error `invalid_argument` for a broken query.
[[nodiscard]] Result<bool> wants_to_wait(const ApiRequest& request);

}  // namespace lic::api
