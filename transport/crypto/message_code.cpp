#include "transport/crypto/message_code.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace lic {

std::string hmac_sha256(const KeyedText& keyed) {
  std::string code(SHA256_DIGEST_LENGTH, '\0');
  unsigned length = 0;
  (void)HMAC(EVP_sha256(), keyed.key.data(), static_cast<int>(keyed.key.size()),
             reinterpret_cast<const unsigned char*>(keyed.text.data()), keyed.text.size(),
             reinterpret_cast<unsigned char*>(code.data()), &length);
  return code;
}

}  // namespace lic
