#pragma once
// What an answer may carry besides its own members (wire P13). Called only for verified answers of status OK.

#include <optional>

#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "transport/codec/decode.hpp"
#include "transport/codec/reply_envelope.hpp"

namespace lic {

struct Additions {
  std::optional<TrustBundle> trust_bundle;
  std::optional<RenewWindow> renew_window;
};

// Error `protocol_sequence` if the answer echoes another number than the request's. Polls are not checked: a delayed
// answer may carry the number of what was asked for.
//
// What is of no use is left out and the answer stays good: a bundle with another request than a registration or an
// authorization, without a version above 0, or with anything in it that read_trust_bundle() refuses; a window that ends
// before it begins.
[[nodiscard]] Result<Additions> read_additions(const ReplyEnvelope& envelope, const DecodeContext& context);

}  // namespace lic
