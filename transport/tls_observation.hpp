#pragma once
// What OpenSSL saw while it judged a TLS server, kept for the text of a failure: libcurl's own text names no
// certificate.

#include <openssl/ssl.h>

#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"

namespace lic {

struct TlsObservation {
  int verify_error = 0;  // X509_V_ERR_...; 0 = the chain is good
  std::string verify_text;
  std::string subject;  // of the certificate that failed
  std::string issuer;
  std::string not_before;           // "2026-03-02T10:30:00Z"
  std::optional<Millis> begins_in;  // until the failing certificate becomes valid, by the real clock
  std::vector<std::string> names;   // what the server's certificate is for
};

// Has every handshake of `context` write down what it sees into `observation`, which must outlive the connections made
// with it. Changes no verdict.
void observe(SSL_CTX* context, TlsObservation& observation);

}  // namespace lic
