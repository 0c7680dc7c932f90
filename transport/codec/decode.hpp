#pragma once
// From the bytes of an answer to what it means (wire P6). Pure, never throws, never crashes: whatever comes in, an
// SsmReply with exactly one answer or cause goes out.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agent/secret.hpp"
#include "agent/ssm_message.hpp"

namespace lic {

struct DecodeContext {
  const SsmRequest& request;
  std::string nonce;  // of the request
  std::string
      csr_der;  // of the key that is to be certified; empty: no certificate is awaited, or its key cannot be told
  const std::vector<std::string>& roots;                  // PEMs of the pinned message roots
  std::string root_directory;                             // where an operator puts another one; for remedies
  WallTime now;                                           // message time
  std::span<const Secret> secrets = {};                   // never shown, even if SSM repeats them (R-REG-2)
  std::optional<TrustedTime> trusted_now = std::nullopt;  // judges the signer's certificates; none: `now` does
};

// Verified in this order: signature type, chain, signature, clocks, request type, nonce, instance, status, sequence.
// `server_time` is set once the signature is verified, `certificates` once its chain is. An answer that fails a check
// is used for nothing but its text, marked "(unverified)".
[[nodiscard]] SsmReply decode(std::string_view body, const DecodeContext& context);

}  // namespace lic
