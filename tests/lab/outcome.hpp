// What became of a request, before it is written as a reply.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/wire_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace ssm_lab {

struct Outcome {
  StatusCode status = StatusCode::ok;
  std::string message;
  std::int64_t retry_seconds = 0;
  // response_data without `nonce`, `sequence` and `renew_window`, which reply.cpp adds; nothing: the empty string.
  std::optional<OrderedJson> data;
  // For the reply's header.
  std::optional<std::string> instance;
  std::optional<std::string> certificate_serial;
  // An answer that was given before, to the same exchange (wire.md P13).
  bool is_repeat = false;
};

[[nodiscard]] inline Outcome refuse(std::string message) {
  Outcome outcome;
  outcome.status = StatusCode::failed;
  outcome.message = std::move(message);
  return outcome;
}

}  // namespace ssm_lab
