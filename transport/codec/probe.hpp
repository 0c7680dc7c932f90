#pragma once
// A question that every SSM refuses with a signed answer and that leaves no trace there (wire P6): a POLL_REQ without
// an identity, a sequence number or a signature.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "agent/ssm_message.hpp"
#include "transport/codec/encode.hpp"

namespace lic {

struct ProbeContext {
  std::string nonce;
  const std::vector<std::string>& roots;  // PEMs of the message roots
  std::string root_directory;             // for remedies
  WallTime now;                           // message time
  std::optional<TrustedTime> trusted_now = std::nullopt;
};

struct ProbeVerdict {
  std::optional<ExchangeFailed> failure;  // none: an SSM that we trust answered, whatever it said
  std::optional<WallTime> server_time;    // SSM's, when it can be believed; also with some failures
  std::string signer;                     // as it calls itself, trusted or not; empty if it cannot be told
  std::vector<SeenCertificate> certificates;
};

// Cannot fail for a probe; what encode() says if it does.
[[nodiscard]] Result<std::string> encode_probe(const InstanceFacts& instance, WallTime now, const std::string& nonce);
[[nodiscard]] ProbeVerdict judge_probe(std::string_view body, const ProbeContext& context);

}  // namespace lic
