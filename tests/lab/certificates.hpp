// Making X.509 certificates: one order, one certificate.
#pragma once

#include "tests/lab/openssl_handles.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ssm_lab {

// Only the two TLS roles have an extendedKeyUsage, serverAuth: it tells a TLS anchor from a root of messages.
enum class CertificateRole { authority, tls_authority, message_signer, identity, tls_server };

struct CertificateOrder {
  CertificateRole role = CertificateRole::identity;
  std::int64_t serial = 1;
  // Short names of attributes with their values, in order: {"CN", "..."}, {"serialNumber", "..."}.
  std::vector<std::pair<std::string, std::string>> subject;
  std::int64_t not_before_seconds = 0;
  std::int64_t not_after_seconds = 0;
  // As OpenSSL writes it: "DNS:localhost,IP:127.0.0.1"; empty for none.
  std::string alternative_names;
};

struct Issuer {
  X509* certificate = nullptr;  // null: the certificate is its own issuer
  EVP_PKEY* key = nullptr;
};

// The order is ours, so it never fails except by our own bug, which stops the program.
[[nodiscard]] CertificateHandle make_certificate(const CertificateOrder& order, EVP_PKEY& subject_key,
                                                 const Issuer& issuer);

}  // namespace ssm_lab
