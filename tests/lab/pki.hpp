// The lab's own certificates (wire.md P7 and P8): made at the first start, read afterwards.
//
//   tls-ca.pem     CA of the TLS server certificate (tls-server.pem)
//   ssm-root.pem   serial 1, signs ssm-sub-ca.pem (serial 2), which signs ssm-signer.pem (serial 3) and ID certificates
//
// Everything but ID certificates is valid 2000-01-01 .. 2099-12-31, so that any lab date works. Keys lie beside the
// certificates as *.key, mode 0600.
#pragma once

#include "tests/lab/openssl_handles.hpp"
#include "tests/lab/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace ssm_lab {

inline constexpr const char* kSigningCertSerial = "3";

// Who signs a reply, with the certificates that go along in it.
struct MessageSigner {
  KeyHandle key;
  CertificateHandle certificate;
  CertificateHandle sub_ca;
};

struct IdentityOrder {
  std::string product;
  std::string instance;
  std::int64_t serial = 0;
  std::int64_t now_ms = 0;
};

struct IdentityCertificate {
  std::string pem;
  std::int64_t not_before_ms = 0;
  std::int64_t not_after_ms = 0;
};

class Pki {
public:
  [[nodiscard]] static Result<std::unique_ptr<Pki>> open_or_create(const std::filesystem::path& directory);

  [[nodiscard]] const MessageSigner& signer() const { return signer_; }
  // For faults: the good key under a certificate that ended in 2001, and a chain from a root nobody knows.
  // Both are made at the first call.
  [[nodiscard]] const MessageSigner& expired_signer();
  [[nodiscard]] const MessageSigner& unknown_signer();

  // notBefore = now - 5 minutes, notAfter = notBefore + 365 days, by the second.
  [[nodiscard]] IdentityCertificate issue_identity(const IdentityOrder& order, EVP_PKEY& public_key) const;

private:
  Pki() = default;
  MessageSigner signer_;
  KeyHandle sub_ca_key_;
  MessageSigner expired_signer_;
  MessageSigner unknown_signer_;
};

}  // namespace ssm_lab
