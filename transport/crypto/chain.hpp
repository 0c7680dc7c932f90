#pragma once
// Is a certificate issued, through the intermediates at hand, by a root we pinned? (wire P6)

#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {

struct Chain {
  const ParsedCertificate& leaf;
  const std::vector<ParsedCertificate>& intermediates;
  const std::vector<std::string>& roots;  // PEM, one certificate each; unreadable ones are passed over
};

enum class ChainVerdict {
  trusted,
  outside_validity,  // all would be well at another time
  untrusted,
};

struct ChainOutcome {
  ChainVerdict verdict = ChainVerdict::untrusted;
  std::string text;  // OpenSSL's words and the certificate they are about; empty when trusted
  std::optional<ParsedCertificate> root = std::nullopt;  // the one that vouches, unless untrusted
};

// Validity is judged at `at`, with a day of tolerance at its beginning. No revocation lists, no network.
[[nodiscard]] ChainOutcome verify_chain(const Chain& chain, WallTime at);

}  // namespace lic
