#pragma once
// TLS certificates made while the test runs, so that their dates can be relative to the real clock.

#include <string>
#include <vector>

#include "agent/time.hpp"

namespace lic::testing {

struct ServerCertificate {
  std::vector<std::string> dns_names = {"localhost"};
  std::vector<std::string> addresses = {"127.0.0.1"};
  Millis begins_in = -kDay;
  Millis ends_in = 365 * kDay;
};

// PEM of the authority that issues server_certificate(); of one that issues nothing.
[[nodiscard]] std::string authority();
[[nodiscard]] std::string other_authority();

[[nodiscard]] std::string server_certificate(const ServerCertificate& wanted);
[[nodiscard]] std::string server_key();

}  // namespace lic::testing
