#include "transport/crypto/key_reading.hpp"

#include <openssl/pem.h>

namespace lic {

int refuse_password(char* /*buffer*/, int /*size*/, int /*rwflag*/, void* /*user*/) { return -1; }

KeyPtr read_private_key(const Secret& pem) {
  const BioPtr bio = bio_over(pem.reveal());
  if (!bio) return nullptr;
  KeyPtr key{PEM_read_bio_PrivateKey(bio.get(), nullptr, refuse_password, nullptr)};
  if (key && EVP_PKEY_is_a(key.get(), "RSA") != 1) return nullptr;
  return key;
}

KeyPtr read_csr_key(std::string_view csr_der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(csr_der.data());
  const CsrPtr request{d2i_X509_REQ(nullptr, &bytes, static_cast<long>(csr_der.size()))};
  return request ? KeyPtr{X509_REQ_get_pubkey(request.get())} : nullptr;
}

}  // namespace lic
