#pragma once
// What the core answers to changes of seats and ports, as responses (interfaces.md section 3).

#include <cstddef>
#include <string>

#include "agent/effect.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

// While the disk refuses seats and ports are answered from memory; the body then has "durable": false.
enum class AnswerFrom { disk, memory };

// `id` is the seat's; empty for ports. A refusal is 409 with its own code, `reason` and `counts`.
[[nodiscard]] ApiResponse seat_response(const Answered& answered, const std::string& id, AnswerFrom from);
// To a full list of `count` seats.
[[nodiscard]] ApiResponse sync_response(const Answered& answered, std::size_t count, AnswerFrom from);
// One result a change, in order; a change that failed says why with the same words as a single one.
[[nodiscard]] ApiResponse batch_response(const Answered& answered, AnswerFrom from);

}  // namespace lic::api
