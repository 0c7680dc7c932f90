#pragma once
// The outer two levels of an answer: what was signed, by whom, and the members common to all answers (wire P6).

#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/time.hpp"
#include "transport/codec/decode.hpp"

namespace lic {

struct ReplyEnvelope {
  std::string signed_bytes;  // the decoded `response` string, exactly as received
  std::string signature_type;
  std::string signature;  // base64, as received
  std::string signing_cert;
  std::string sub_ca_cert;

  std::string request_type;
  std::optional<std::string> header_nonce;
  std::string instance;  // empty: null, absent or ""
  std::optional<WallTime> server_time;
  std::string status_code;
  std::string status_message;  // as received: show it only through shown_text()
  std::optional<Millis> retry_after;
  std::string response_data;
};

// Shape only; nothing is verified. Errors have the cause `protocol`.
[[nodiscard]] Result<ReplyEnvelope> read_envelope(std::string_view body);

// The same failure in one shape, whatever found it.
// `place` fills the gap in the catalog's remedy.
[[nodiscard]] Error exchange_error(FailureCode code, std::string text, std::string_view place = {});
// `what` is not JSON, or passes a limit: `reason` is the parser's.
[[nodiscard]] Error unreadable_json(std::string_view what, const Error& reason);
[[nodiscard]] ExchangeFailed failure_of(const Error& error);

}  // namespace lic
