// Faults that an administrator orders for coming requests, so that an agent's bad days can be tested.
#pragma once

#include "tests/lab/json_text.hpp"
#include "tests/lab/result.hpp"
#include "tests/lab/wire_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

enum class FaultKind {
  delay,             // the request takes effect at once, its answer waits `seconds`
  close,             // takes effect, the connection closes without an answer
  truncate,          // takes effect, half of the answer arrives
  http_status,       // no effect; an HTTP error `status`, with Retry-After if `retry_after` is given
  failed,            // no effect; a signed FAILED with `text`
  ok_try_again,      // no effect; a signed OK_TRY_AGAIN with `retry_time_seconds`
  version_too_high,  // no effect; a signed VERSION_TOO_HIGH
  ok_poll,           // takes effect, but its answer must be fetched by POLL_REQ
  wrong_signature,   // these take effect, and the answer is falsified as named
  stale_nonce,
  wrong_id,
  wrong_type,
  garbage,
  empty,
  other_signer,       // a chain from a root nobody knows
  expired_signer,     // the good key under a certificate that ended in 2001
  lower_version,      // an AUTHORIZATION answer with a version below the one last given
  entitlement_status  // an AUTHORIZATION answer in which `tag` (or every tag) has the status `text`
};

struct Fault {
  FaultKind kind = FaultKind::failed;
  std::optional<RequestType> type;  // nothing: any request
  std::int64_t count = 1;
  double seconds = 0;
  unsigned http_status = 503;
  std::optional<std::int64_t> retry_seconds;
  std::string text;
  std::optional<std::string> tag;
};

[[nodiscard]] const char* name_of(FaultKind kind);

// Reads `{"match":{"type"?},"count"?,"fault":...}`. The fault is a name with its parameters beside it, an object
// {"kind":name,...}, or an object {name:{...}}. Fails with a sentence.
[[nodiscard]] Result<Fault> parse_fault(const Json& order);

class Faults {
public:
  void add(Fault fault) { waiting_.push_back(std::move(fault)); }
  void clear() { waiting_.clear(); }
  // The oldest fault that fits the request; it is used up by one.
  [[nodiscard]] std::optional<Fault> take(std::optional<RequestType> type);
  [[nodiscard]] OrderedJson list() const;

private:
  std::vector<Fault> waiting_;
};

}  // namespace ssm_lab
