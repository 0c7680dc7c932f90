#pragma once
// How far a transfer came, how long each stage took, and what was seen on the way: for diagnosis and for warnings.

#include <optional>
#include <string>
#include <vector>

#include "agent/ssm_message.hpp"
#include "agent/time.hpp"
#include "transport/tls_observation.hpp"

namespace lic {

// A stage that was finished has its duration; one that failed or was not needed has none.
struct TransferReport {
  std::optional<Millis> resolved;      // the name of the first hop: the proxy's, or the SSM's
  std::optional<Millis> connected;     // TCP to the first hop
  std::optional<Millis> proxied;       // the proxy opened the tunnel (with its own TLS handshake, if any)
  std::optional<Millis> secured;       // TLS with the SSM
  std::optional<Millis> answered;      // HTTP status and body
  std::vector<std::string> addresses;  // what the name was resolved to, in the order tried
  std::string address;                 // the one that answered
  // Of the present connection, which may have been made by an exchange before.
  TlsObservation tls;        // the SSM's handshake
  TlsObservation proxy_tls;  // the proxy's, if it has one
};

// The certificates of good handshakes, for SsmReply::certificates: the server's own, the authority that ends its chain,
// the proxy's own.
[[nodiscard]] std::vector<SeenCertificate> certificates_of(const TransferReport& report);

}  // namespace lic
