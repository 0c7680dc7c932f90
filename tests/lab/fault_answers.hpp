// Faults that work outside the signed message: answers in the place of the software manager, and what happens to a good
// answer on its way.
#pragma once

#include "tests/lab/bindings.hpp"
#include "tests/lab/faults.hpp"
#include "tests/lab/http_types.hpp"
#include "tests/lab/outcome.hpp"
#include "tests/lab/peer.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

// The whole HTTP answer of a fault that lets no request through; nothing for other kinds.
[[nodiscard]] std::optional<HttpAnswer> answer_http_fault(const Fault& fault);

// What becomes of a request that a fault refuses before it is looked at; nothing for other kinds.
[[nodiscard]] std::optional<Outcome> refuse_by_fault(const Peer& peer, const Fault& fault);
[[nodiscard]] Outcome refuse_version();

// Spoils `answer`, which carries `message`.
struct SentMessage {
  const std::string& text;
  std::int64_t now_ms = 0;
};
void spoil_http_answer(const Fault& fault, const SentMessage& message, HttpAnswer& answer);

}  // namespace ssm_lab
