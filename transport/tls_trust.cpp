#include "transport/tls_trust.hpp"

#include <openssl/x509.h>

#include <array>
#include <utility>

namespace lic {
namespace {

// Where OpenSSL was built to look, then where the distributions keep theirs.
std::string find_system_file() {
  const std::array<const char*, 3> places{X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt",
                                          "/etc/pki/tls/certs/ca-bundle.crt"};
  for (const char* const place : places)
    if (stamp_of(place)) return place;
  return {};
}

}  // namespace

TlsTrust::TlsTrust(TlsTrustSettings settings)
    : settings_(std::move(settings)), directory_(settings_.directory, settings_.imported) {}

Result<TrustAnchors> TlsTrust::anchors() {
  TrustAnchors anchors;
  for (const std::string& pem : directory_.certificates()) anchors.pem += pem;
  if (settings_.system_store) anchors.system_store = find_system_file();
  if (!anchors.pem.empty() || !anchors.system_store.empty()) return anchors;

  Error error{ErrorCode::unavailable,
              settings_.system_store ? "no TLS authority is trusted: the system has no store and " +
                                           settings_.directory + " holds no certificate"
                                     : "no TLS authority is trusted: " + settings_.directory +
                                           " holds no certificate and the system's store is switched off",
              remedy_of(FailureCode::tls_no_anchor, settings_.directory)};
  error.failure = FailureCode::tls_no_anchor;
  return error;
}

}  // namespace lic
