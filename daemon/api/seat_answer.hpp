#pragma once
// What the core answers to changes of seats and ports, as responses (interfaces.md section 3).

#include <string>

#include "agent/effect.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

// `id` is the seat's; empty for ports. A refusal is 409 with its own code, `reason` and `counts`.
[[nodiscard]] ApiResponse seat_response(const Answered& answered, const std::string& id);
// One result a change, in order; a change that failed says why with the same words as a single one.
[[nodiscard]] ApiResponse batch_response(const Answered& answered);

}  // namespace lic::api
