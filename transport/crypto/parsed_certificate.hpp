#pragma once
// An X.509 certificate that was read once and answers questions about itself.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "agent/ssm_message.hpp"
#include "transport/crypto/openssl_handles.hpp"

namespace lic {

// Nothing for a malformed time.
[[nodiscard]] std::optional<WallTime> wall_time_of(const ASN1_TIME* time);

struct SignedBytes {
  std::string_view message;
  std::string_view signature;  // raw
};

enum class KeyKind : std::uint8_t { rsa, p256, other };

class ParsedCertificate {
public:
  // PEM or base64 DER (wire P5.1). `data_corrupt` for anything else, and for a serial that is not positive.
  [[nodiscard]] static Result<ParsedCertificate> read(std::string_view text);
  // Takes over; `certificate` must not be null.
  [[nodiscard]] static Result<ParsedCertificate> take(X509Ptr certificate);

  [[nodiscard]] const Certificate& facts() const { return facts_; }
  [[nodiscard]] std::string subject() const;
  [[nodiscard]] std::string issuer() const;
  // SERIALNUMBER of the subject: the product instance (wire P7).
  [[nodiscard]] std::optional<std::string> subject_serial_number() const;

  [[nodiscard]] bool has_key_of_csr(std::string_view csr_der) const;
  [[nodiscard]] bool has_key_of(const Secret& private_key_pem) const;
  // RSASSA-PKCS1-v1_5, SHA-256, a key of at least 2048 bits; anything else is false.
  [[nodiscard]] bool signed_these(const SignedBytes& bytes) const;
  // ECDSA with SHA-256, the signature in DER; false for a key that is not on P-256.
  [[nodiscard]] bool p256_signed_these(const SignedBytes& bytes) const;
  [[nodiscard]] KeyKind key_kind() const;

  [[nodiscard]] X509* handle() const { return certificate_.get(); }

private:
  explicit ParsedCertificate(X509Ptr certificate) : certificate_(std::move(certificate)) {}
  X509Ptr certificate_;
  Certificate facts_;
};

}  // namespace lic
