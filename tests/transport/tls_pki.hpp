#pragma once
// TLS certificates made while the test runs, so that their dates can be relative to the real clock.

#include <string>
#include <vector>

#include "agent/time.hpp"

namespace lic::testing {

enum class IssuedBy {
  authority,         // authority(), directly
  itself,            // self-signed
  expired_sub,       // an authority below authority() that expired ten days ago, sent along
  unsent_authority,  // an authority below authority() that the server does not send
};

struct ServerCertificate {
  std::vector<std::string> dns_names = {"localhost"};
  std::vector<std::string> addresses = {"127.0.0.1"};
  Millis begins_in = -kDay;
  Millis ends_in = 365 * kDay;
  std::string common_name = "tls server";
  IssuedBy issued_by = IssuedBy::authority;
  int weak_key_bits = 0;  // 0: a key of 2048 bits
};

// What a server shows and signs with; all PEM.
struct TlsIdentity {
  std::string certificate;
  std::string key;
  std::vector<std::string> chain;  // sent after the certificate
};

// PEM of the authority that issues server certificates; of one that issues nothing.
[[nodiscard]] std::string authority();
[[nodiscard]] std::string other_authority();
// The one that IssuedBy::unsent_authority means.
[[nodiscard]] std::string sub_authority();

[[nodiscard]] TlsIdentity identity_of(const ServerCertificate& wanted);

}  // namespace lic::testing
