#include "transport/crypto/keys.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

#include "transport/crypto/key_reading.hpp"
#include "transport/crypto/openssl_handles.hpp"

namespace lic {
namespace {

constexpr unsigned int kKeyBits = 2048;

Error openssl_failure(const std::string& what) { return {ErrorCode::internal, what + ": " + openssl_reason()}; }

bool add_name(X509_NAME* name, const char* field, const std::string& text) {
  if (text.empty()) return true;
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

Result<std::string> csr_der(EVP_PKEY* key, const CsrSubject& subject) {
  const CsrPtr request{X509_REQ_new()};
  if (!request) return openssl_failure("the certificate request could not be made");
  X509_NAME* const name = X509_REQ_get_subject_name(request.get());
  const bool made = X509_REQ_set_version(request.get(), 0) == 1 && add_name(name, "CN", subject.common_name) &&
                    add_name(name, "O", subject.organization) && X509_REQ_set_pubkey(request.get(), key) == 1 &&
                    X509_REQ_sign(request.get(), key, EVP_sha256()) > 0;
  if (!made) return openssl_failure("the certificate request could not be made");

  const BioPtr memory{BIO_new(BIO_s_mem())};
  if (!memory || i2d_X509_REQ_bio(memory.get(), request.get()) != 1)
    return openssl_failure("the certificate request could not be written");
  return bytes_of(memory.get());
}

}  // namespace

Result<KeyMaterial> make_key_and_csr(const CsrSubject& subject) {
  const KeyPtr key{EVP_RSA_gen(kKeyBits)};
  if (!key) return openssl_failure("the private key could not be made");
  Result<std::string> csr = csr_der(key.get(), subject);
  if (csr.has_error()) return csr.error();

  // Secure memory would be wiped by OpenSSL; the copy in Secret is wiped by itself.
  const BioPtr memory{BIO_new(BIO_s_secmem())};
  if (!memory || PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return openssl_failure("the private key could not be written");
  return KeyMaterial{Secret{bytes_of(memory.get())}, std::move(*csr)};
}

Result<std::string> sign_sha256(const Secret& private_key_pem, std::string_view message) {
  const KeyPtr key = read_private_key(private_key_pem);
  if (!key)
    return Error{ErrorCode::data_corrupt, "the private key cannot be read: " + openssl_reason(),
                 "restore the state directory from a backup, or register again with force"};
  const DigestContextPtr context{EVP_MD_CTX_new()};
  std::size_t length = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  // An RSA key signs with PKCS#1 v1.5 padding unless told otherwise.
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, bytes, message.size()) != 1)
    return openssl_failure("the request could not be signed");
  std::string signature(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes,
                     message.size()) != 1)
    return openssl_failure("the request could not be signed");
  signature.resize(length);
  return signature;
}

}  // namespace lic
