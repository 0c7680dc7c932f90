// Answers that wait to be fetched by POLL_REQ (wire.md P5.5), and the stored form of an answer.
#pragma once

#include "tests/lab/outcome.hpp"
#include "tests/lab/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

struct Poll {
  std::string poll_id;
  std::string instance;
  // Base64 of the key that signed the request: a newcomer polls before it knows its instance.
  std::string public_key;
  Outcome answer;
};

[[nodiscard]] std::string to_stored_text(const Outcome& outcome);
[[nodiscard]] Outcome from_stored_text(std::string_view text);

// All of these run inside a transaction of the caller.
void add_poll(Database& database, const Poll& poll);
[[nodiscard]] std::optional<Poll> find_poll(Database& database, const std::string& poll_id);

}  // namespace ssm_lab
