#pragma once
// What OpenSSL saw while it judged a TLS server, kept for the text of a failure and for warnings: libcurl's own text
// names no certificate.

#include <openssl/ssl.h>

#include <optional>
#include <string>
#include <vector>

#include "agent/time.hpp"
#include "transport/stopwatch.hpp"

namespace lic {

// One certificate of a chain. Texts are fit to be shown: the server is not trusted yet, so neither are its bytes.
struct SeenLink {
  std::string subject;
  std::string issuer;
  std::optional<WallTime> not_before;
  std::optional<WallTime> not_after;
};

struct TlsObservation {
  int verify_error = 0;  // X509_V_ERR_...; 0 = the chain is good
  int verify_depth = 0;  // which certificate of the chain failed; 0 = the server's own
  std::string verify_text;
  std::vector<SeenLink> chain;           // the server's own first, as far as it could be built
  std::optional<Millis> begins_in;       // until the failing certificate becomes valid, by the real clock
  std::vector<std::string> names;        // what the server's certificate is for: at most 10
  std::string protocol;                  // "TLSv1.3", once the handshake was done
  std::optional<Millis> finished_after;  // by the judge's watch, when the handshake was done
  bool is_trusted = false;               // chain and name were found good; set by who knows of the name

  // The certificate that failed; null if none did.
  [[nodiscard]] const SeenLink* failed() const;
};

// What one handshake is judged with and written down to.
struct TlsJudge {
  TlsObservation* seen = nullptr;
  std::string system_store;  // file of authorities beside the ones of the context; empty = none
  const Stopwatch* watch = nullptr;
  std::string address;  // that the certificate must name, beside what libcurl checks; empty = libcurl checks all of it
};

// Has every handshake of `context` judged by OpenSSL with `judge`, which must outlive the connections made with it.
// Nothing is trusted that the store of the context and the file of the system do not vouch for.
void judge_with(SSL_CTX* context, TlsJudge& judge);

}  // namespace lic
