#pragma once
// May an answer be believed, before its status is looked at? The order of wire P6 up to the nonce.

#include <optional>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "transport/codec/reply_envelope.hpp"
#include "transport/codec/wire_names.hpp"

namespace lic {

struct Verification {
  std::optional<Error> distrust;              // the first check that failed: signature, clocks, request type, nonce
  std::optional<WallTime> server_time;        // SSM's, when it can be believed; set with some errors as well
  std::vector<SeenCertificate> certificates;  // the signer and its root, when their chain is good
};
[[nodiscard]] Verification verify_reply(const ReplyEnvelope& envelope, const DecodeContext& context);

// What was asked for; of a poll what it polls for.
[[nodiscard]] SsmRequestKind kind_of(const SsmRequest& request);

// Words of an answer that is not believed, for the end of a failure's text; empty if it has none.
[[nodiscard]] std::string unverified_words(const ReplyEnvelope& envelope, const DecodeContext& context);

}  // namespace lic
