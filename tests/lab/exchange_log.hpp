// The last exchanges, decoded, for people and tests to look at.
#pragma once

#include "tests/lab/faults.hpp"
#include "tests/lab/outcome.hpp"
#include "tests/lab/request.hpp"
#include "tests/lab/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ssm_lab {

inline constexpr std::int64_t kExchangesKept = 1000;

struct ExchangeEntry {
  std::int64_t at_ms = 0;
  const Request& request;
  const Outcome& outcome;
  const std::optional<Fault>& fault;
  const std::string& response_data;
};

// Inside a transaction of the caller. Tokens are not written down.
void log_exchange(Database& database, const ExchangeEntry& entry);
// Oldest first, at most `limit` of the newest.
[[nodiscard]] OrderedJson list_exchanges(Database& database, std::int64_t limit);

}  // namespace ssm_lab
