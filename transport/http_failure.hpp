#pragma once
// Why an HTTPS exchange brought no answer, in words (R-REG-3). Pure: tested without a network.

#include <string>

#include "agent/ssm_message.hpp"
#include "transport/tls_observation.hpp"

namespace lic {

// What is known of a transfer once it is over.
struct TransferFacts {
  std::string peer;  // "ssm.example.com:443"
  std::string trust_directory;
  int curl_code = 0;  // CURLcode
  std::string curl_text;
  int os_error = 0;  // errno of the last failed system call, 0 = none
  bool socket_opened = false;
  bool connected = false;
  bool request_sent = false;
  bool too_large = false;
  std::string refused_address;  // set when only loopback is allowed and something else was resolved
  long http_status = 0;
  Millis time_limit{0};  // what a time-out ran into
  std::optional<Millis> retry_after;
  TlsObservation tls;
};

// Only for transfers that failed, or whose HTTP status is not 200.
[[nodiscard]] ExchangeFailed failure_of(const TransferFacts& facts);

}  // namespace lic
