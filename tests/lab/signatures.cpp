#include "tests/lab/signatures.hpp"

#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>

namespace ssm_lab {
namespace {

constexpr int kRsaBits = 2048;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

BioHandle read_from(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string contents_of(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_ctrl(&bio, BIO_CTRL_INFO, 0, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

bool is_base64_letter(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
         letter == '+' || letter == '/';
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
  for (const char letter : text.substr(0, text.size() - padding)) {
    if (!is_base64_letter(letter)) return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

KeyHandle make_rsa_key() {
  KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(kRsaBits)));
  if (!key) std::abort();
  return key;
}

KeyHandle make_ec_key() {
  KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key) std::abort();
  return key;
}

std::string to_pem(EVP_PKEY& private_key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), &private_key, nullptr, nullptr, 0, nullptr, nullptr);
  return contents_of(*bio);
}

std::string to_pem(X509& certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), &certificate);
  return contents_of(*bio);
}

std::string to_der(X509& certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  i2d_X509_bio(bio.get(), &certificate);
  return contents_of(*bio);
}

KeyHandle private_key_from_pem(std::string_view pem) {
  return KeyHandle(PEM_read_bio_PrivateKey(read_from(pem).get(), nullptr, nullptr, nullptr));
}

CertificateHandle certificate_from_pem(std::string_view pem) {
  return CertificateHandle(PEM_read_bio_X509(read_from(pem).get(), nullptr, nullptr, nullptr));
}

std::string public_key_der(EVP_PKEY& key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  i2d_PUBKEY_bio(bio.get(), &key);
  return contents_of(*bio);
}

KeyHandle public_key_from_der(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  return KeyHandle(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
}

std::string key_hash(EVP_PKEY& key) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::string der = public_key_der(key);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes_of(std::string_view(der)), der.size(), digest.data());
  std::string text;
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0x0F];
  }
  return text;
}

std::string sign(EVP_PKEY& private_key, std::string_view bytes) {
  const DigestContextHandle context(EVP_MD_CTX_new());
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(&private_key));
  std::string signature(size, '\0');
  const bool is_done = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, &private_key) == 1 &&
                       EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(bytes), bytes.size()) == 1;
  if (!is_done) std::abort();
  signature.resize(size);
  return signature;
}

bool is_signed_by(EVP_PKEY& public_key, const Signed& message) {
  const DigestContextHandle context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, &public_key) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(message.signature), message.signature.size(), bytes_of(message.bytes),
                          message.bytes.size()) == 1;
}

Result<KeyHandle> key_of_certificate_request(std::string_view base64_der) {
  const auto der = from_base64(base64_der);
  if (!der) return failure("Invalid CSR: not base64");
  const unsigned char* at = bytes_of(std::string_view(*der));
  const CertificateRequestHandle request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der->size())));
  if (!request) return failure("Invalid CSR: not PKCS#10");
  KeyHandle key(X509_REQ_get_pubkey(request.get()));
  if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1 || EVP_PKEY_get_bits(key.get()) != kRsaBits) {
    return failure("Invalid CSR: the key is not RSA-2048");
  }
  if (X509_REQ_verify(request.get(), key.get()) != 1) return failure("Invalid CSR: its own signature is wrong");
  return key;
}

}  // namespace ssm_lab
