#pragma once
// The innermost level of an answer: what SSM grants (wire P5.1 .. P5.5). Called only for verified answers.

#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "transport/codec/decode.hpp"
#include "transport/codec/reply_envelope.hpp"

namespace lic {

// Nothing if response_data is empty or has none.
[[nodiscard]] Result<std::optional<std::string>> data_nonce(const ReplyEnvelope& envelope);

// All errors have the cause `protocol`. The certificate must be the header's instance's and its key the CSR's.
[[nodiscard]] Result<IdentityGranted> read_identity(const ReplyEnvelope& envelope, const DecodeContext& context);
[[nodiscard]] Result<AuthorizationGranted> read_authorization(const ReplyEnvelope& envelope,
                                                              const DecodeContext& context);
[[nodiscard]] Result<PollLater> read_poll(const ReplyEnvelope& envelope);

}  // namespace lic
