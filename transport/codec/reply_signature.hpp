#pragma once
// Who signed an answer, and do we believe it (wire P6, P7).

#include <optional>
#include <vector>

#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "transport/codec/decode.hpp"
#include "transport/codec/reply_envelope.hpp"

namespace lic {

struct SignatureVerdict {
  // Nothing: the signature is good. Else cause `signature`, or `clock` when only the date is wrong and SSM's clock
  // shows another one.
  std::optional<Error> error;
  // SSM's time can be believed: the signature is good; or its signer's certificates are outside their dates by trusted
  // time alone, while SSM's clock and this machine's agree. The latter is how a trusted time that ran ahead finds back
  // (R-TIME-2): without it no answer could ever correct it.
  bool time_is_signed = false;
  std::vector<SeenCertificate> certificates;  // the signer and its root, when the chain is good
};

// Type, chain and signature, in this order.
[[nodiscard]] SignatureVerdict verify_signature(const ReplyEnvelope& envelope, const DecodeContext& context);

// The text and remedy of clocks that differ by an hour or more (R-TIME-5); nothing if they do not.
[[nodiscard]] std::optional<Error> clock_difference(WallTime server_time, WallTime now);

}  // namespace lic
