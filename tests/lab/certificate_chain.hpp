// One generation of the lab's certificates (wire.md P7 and P8), in memory.
//
//   TLS CA        signs the TLS server certificate; its extendedKeyUsage serverAuth says what it is an anchor for
//   root          signs the sub-CA, which signs the message signer and ID certificates; it has no extendedKeyUsage
//
// Everything is valid 2000-01-01 .. 2099-12-31, so that any lab date works.
#pragma once

#include "tests/lab/certificates.hpp"
#include "tests/lab/openssl_handles.hpp"

#include <cstdint>
#include <string>

namespace ssm_lab {

inline constexpr const char* kOrganization = "SSM Lab";
inline constexpr std::int64_t kYear2001 = 978'307'200;

struct Identity {
  KeyHandle key;
  CertificateHandle certificate;
};

// Names in the TLS server certificate.
struct TlsNames {
  std::string common_name = "localhost";
  // As OpenSSL writes it; empty: the certificate has no alternative names at all.
  std::string alternative_names = "DNS:localhost,IP:127.0.0.1,IP:::1";
};

struct CertificateChain {
  Identity tls_ca;
  Identity tls_server;
  Identity root;
  Identity sub_ca;
  Identity signer;
};

// Generation 1 has the serials 1, 2 and 3 of wire.md, generation 2 has 11, 12 and 13, and so on. Five keys are made.
[[nodiscard]] CertificateChain make_chain(std::int64_t generation, const TlsNames& names);
// From the serial of the root or the TLS CA.
[[nodiscard]] std::int64_t generation_of(const X509& authority);

// Who signs reservation codes (wire.md P11): a P-256 key under a certificate of its own, which no root covers.
[[nodiscard]] Identity make_reservation_signer();

[[nodiscard]] Identity make_tls_server(const Identity& tls_ca, const TlsNames& names);

// The orders of the chain's certificates, for faults that want one of them spoilt.
[[nodiscard]] CertificateOrder order_root(std::int64_t generation);
[[nodiscard]] CertificateOrder order_sub_ca(std::int64_t generation);
[[nodiscard]] CertificateOrder order_signer(std::int64_t generation);
[[nodiscard]] Identity make_identity(const CertificateOrder& order, const Identity* issuer);

}  // namespace ssm_lab
