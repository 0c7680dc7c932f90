#include "transport/crypto/token_fingerprint.hpp"

#include <openssl/sha.h>

#include <array>

namespace lic {

std::string token_fingerprint(const Secret& token) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  (void)SHA256(reinterpret_cast<const unsigned char*>(token.reveal().data()), token.reveal().size(), digest.data());

  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (std::size_t index = 0; index < 6; ++index) {
    text += kHex[digest[index] >> 4U];
    text += kHex[digest[index] & 0x0fU];
  }
  return text;
}

}  // namespace lic
