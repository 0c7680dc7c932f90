#pragma once
// Why an HTTPS exchange brought no answer, in words (R-REG-3). Pure: tested without a network.

#include <optional>
#include <string>

#include "agent/ssm_message.hpp"
#include "transport/http_target.hpp"
#include "transport/race_report.hpp"
#include "transport/tls_observation.hpp"

namespace lic {

// What is known of a transfer once it is over.
struct TransferFacts {
  std::string url;
  std::string peer;           // "ssm.example.com:443"
  std::string proxy;          // "proxy.example.com:3128"; empty = none
  std::string proxy_user;     // empty = no authentication
  std::string proxy_ca_file;  // empty: the trust directory vouches for the proxy, too
  std::string trust_directory;
  IpVersion ip_version = IpVersion::any;

  std::optional<RaceReport> race;  // set when there was no TCP connection to the first hop; the rest is empty then
  int curl_code = 0;               // CURLcode
  std::string curl_text;
  long proxy_status = 0;     // of the proxy's answer to CONNECT; 0 = none
  long proxy_offers = 0;     // CURLAUTH_ bits of what the proxy would take
  bool reached_ssm = false;  // the TLS handshake with SSM began
  bool request_sent = false;
  bool head_too_large = false;
  bool too_large = false;
  long http_status = 0;
  std::string redirect;  // where a redirect points to
  std::optional<Millis> retry_after;
  Millis time_limit{0};  // what a time-out ran into
  TlsObservation proxy_tls;
  TlsObservation tls;  // SSM's
};

// Fills in what a target says of itself.
void describe_target(const HttpTarget& target, TransferFacts& facts);

// Only for transfers that failed, or whose HTTP status is not 200.
[[nodiscard]] ExchangeFailed failure_of(const TransferFacts& facts);

// With a question mark for every byte that is not printable ASCII.
[[nodiscard]] std::string printable(std::string text);
// libcurl's words, printable.
[[nodiscard]] std::string detail_of(const TransferFacts& facts);
// "10.0 seconds", "0.05 seconds"
[[nodiscard]] std::string text_of_limit(Millis limit);

}  // namespace lic
