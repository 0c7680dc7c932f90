// Instances of which two copies seem to live: what SSM noticed of them (wire.md P13, rules.md R-ID). Nothing clears
// that but a new registration, which makes a new instance.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

// The exchange that gave rise to the suspicion.
struct CloneSign {
  std::string instance;
  std::string type;
  std::optional<std::int64_t> sequence;
  std::optional<std::string> exchange_id;
  std::int64_t now_ms = 0;
};

// Both run inside a transaction of the caller.
void note_clone_sign(Database& database, const CloneSign& sign);
// null, or since when, how often, and the last such exchange.
[[nodiscard]] OrderedJson describe_clone_suspicion(Database& database, const std::string& instance);

}  // namespace ssm_lab
