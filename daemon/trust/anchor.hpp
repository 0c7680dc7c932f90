#pragma once
// A certificate that vouches for others, as an operator wants to know it; and whether one may be taken in.

#include <string>
#include <string_view>
#include <vector>

#include "agent/result.hpp"
#include "agent/time.hpp"

namespace lic {

enum class AnchorRole : std::uint8_t {
  tls,          // vouches for TLS servers: SSM, gateways, proxies
  message,      // vouches for the signers of SSM's answers
  reservation,  // signs authorization codes itself; lies beside those for messages (docs/decisions/0017)
};
[[nodiscard]] std::string_view name_of(AnchorRole role);  // "tls", "message", "reservation"

struct Anchor {
  std::string subject;  // "CN=Example CA,O=Example"
  std::string issuer;
  WallTime not_before;
  WallTime not_after;
  AnchorRole role = AnchorRole::tls;
  friend bool operator==(const Anchor&, const Anchor&) = default;
};

inline constexpr std::size_t kAnchorTextBytesMax = std::size_t{256} * 1024;
inline constexpr std::size_t kAnchorsInTextMax = 100;

// Every certificate of a PEM text that lies among anchors for `among` (tls or message), in its order. Among those for
// messages the key decides: RSA vouches for signers of answers, P-256 signs authorization codes, any other is passed
// over. `data_corrupt` if nothing is left or one cannot be read.
[[nodiscard]] Result<std::vector<Anchor>> anchors_in(std::string_view pem, AnchorRole among);

// What a PEM text would add to the trust, if it may be taken in among anchors for `role` (tls or message) at `now`.
// Error `invalid_argument` with text and remedy: too long, a private key in it, no certificate, one that vouches for
// nothing (TLS: neither an authority nor self-signed; messages: no root and no signer of authorization codes), that has
// ended, or whose key is weak or of the wrong kind.
[[nodiscard]] Result<std::vector<Anchor>> judge_anchors(std::string_view pem, AnchorRole role, WallTime now);

}  // namespace lic
