#pragma once
// What went wrong in a TLS handshake, in words. Pure.

#include <string>
#include <string_view>

#include "agent/failure.hpp"
#include "transport/http_failure.hpp"

namespace lic {

// Whose handshake it was, and where an anchor for it would be put.
struct TlsPeer {
  std::string_view name;   // "ssm.example.com:443", "the proxy proxy.example.com:3128"
  std::string_view place;  // for the remedy
  const TlsObservation& seen;
};

// The certificate was judged and refused, or is for another name; `url` is what it should be for.
[[nodiscard]] ExchangeFailed refused_certificate(const TlsPeer& peer, const std::string& url);

// A library's own text without its numbers and function names.
[[nodiscard]] std::string in_words(const std::string& reason);

// The handshake failed for another reason; `reason` is libcurl's text, with OpenSSL's code in it.
[[nodiscard]] ExchangeFailed broken_handshake(const TlsPeer& peer, const std::string& reason);

// Does libcurl's text hold the alert of a TLS peer, as one that wants a client certificate sends it late?
[[nodiscard]] bool is_tls_alert(const std::string& reason);

}  // namespace lic
