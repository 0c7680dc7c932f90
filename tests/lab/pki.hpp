// The lab's own certificates: made at the first start, read afterwards, replaced by a trust rotation (wire.md P13).
#pragma once

#include "tests/lab/certificate_chain.hpp"
#include "tests/lab/openssl_handles.hpp"
#include "tests/lab/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace ssm_lab {

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
  // Reads what lies in the directory, or makes it. Fails with a sentence.
  [[nodiscard]] static Result<std::unique_ptr<Pki>> open_or_create(const std::filesystem::path& directory,
                                                                   const TlsNames& names = {});

  [[nodiscard]] const MessageSigner& signer() const { return signer_; }
  // Of the signer's certificate, in decimal (wire.md P3).
  [[nodiscard]] std::string signing_serial() const;
  // 1 for the certificates of the first start; rises with every switch.
  [[nodiscard]] std::int64_t generation() const;

  // For faults: the good key under a certificate that ended in 2001, or below a sub-CA that did, and a chain from a
  // root nobody knows. They are made at the first call.
  [[nodiscard]] const MessageSigner& expired_signer();
  [[nodiscard]] const MessageSigner& signer_under_expired_sub_ca();
  [[nodiscard]] const MessageSigner& unknown_signer();

  // Signs reservation codes (wire.md P11); a trust rotation leaves it.
  [[nodiscard]] const Identity& reservation_signer() const { return reservation_signer_; }
  // A P-256 key that nobody trusts, for wrong codes; made at the first call.
  [[nodiscard]] EVP_PKEY& unknown_reservation_key();

  // notBefore = now - 5 minutes, notAfter = notBefore + 365 days, by the second.
  [[nodiscard]] IdentityCertificate issue_identity(const IdentityOrder& order, EVP_PKEY& public_key) const;

  // The two steps of a trust rotation; each fails with a sentence. The second one changes what the functions above use.
  [[nodiscard]] Result<bool> make_next();
  [[nodiscard]] Result<bool> switch_to_next();
  // PEM of the anchors in use, and of the next ones once they are made.
  [[nodiscard]] Result<std::string> anchors() const;

private:
  Pki(std::filesystem::path directory, TlsNames names);
  [[nodiscard]] Result<bool> load();

  std::filesystem::path directory_;
  TlsNames names_;
  Identity root_;
  MessageSigner signer_;
  KeyHandle sub_ca_key_;
  MessageSigner expired_signer_;
  MessageSigner signer_under_expired_sub_ca_;
  MessageSigner unknown_signer_;
  Identity reservation_signer_;
  KeyHandle unknown_reservation_key_;
};

}  // namespace ssm_lab
