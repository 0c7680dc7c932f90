// Keys, signatures and encodings: RSASSA-PKCS1-v1_5 (wire.md P1) or ECDSA (P11), both with SHA-256, and the text forms
// of keys and certificates. Bytes travel as std::string.
#pragma once

#include "tests/lab/openssl_handles.hpp"
#include "tests/lab/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

[[nodiscard]] std::string to_base64(std::string_view bytes);
// Standard base64 without line breaks; nothing for any other text.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

[[nodiscard]] KeyHandle make_rsa_key();
// P-256.
[[nodiscard]] KeyHandle make_ec_key();
[[nodiscard]] std::string to_pem(EVP_PKEY& private_key);
[[nodiscard]] std::string to_pem(X509& certificate);
[[nodiscard]] std::string to_der(X509& certificate);
// Null if the text is not what it should be.
[[nodiscard]] KeyHandle private_key_from_pem(std::string_view pem);
[[nodiscard]] CertificateHandle certificate_from_pem(std::string_view pem);

// SubjectPublicKeyInfo, DER.
[[nodiscard]] std::string public_key_der(EVP_PKEY& key);
[[nodiscard]] KeyHandle public_key_from_der(std::string_view der);
// SHA-256 of the SubjectPublicKeyInfo in hex: the name by which two equal keys are known.
[[nodiscard]] std::string key_hash(EVP_PKEY& key);

// By an RSA key 256 bytes, by an EC key the DER form.
[[nodiscard]] std::string sign(EVP_PKEY& private_key, std::string_view bytes);

struct Signed {
  std::string_view bytes;
  std::string_view signature;
};
[[nodiscard]] bool is_signed_by(EVP_PKEY& public_key, const Signed& message);

// The public key of a certificate request given as base64 DER: RSA-2048, its own signature good. Fails with a sentence.
[[nodiscard]] Result<KeyHandle> key_of_certificate_request(std::string_view base64_der);

}  // namespace ssm_lab
