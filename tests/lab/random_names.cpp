#include "tests/lab/random_names.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace ssm_lab {
namespace {

template <std::size_t kSize>
std::array<unsigned char, kSize> random_bytes() {
  std::array<unsigned char, kSize> bytes{};
  // Without randomness nothing that we hand out could be trusted: stopping is the only answer.
  if (RAND_bytes(bytes.data(), static_cast<int>(kSize)) != 1) std::abort();
  return bytes;
}

}  // namespace

std::string random_uuid() {
  static constexpr char kDigits[] = "0123456789abcdef";
  auto bytes = random_bytes<16>();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
    text += kDigits[bytes[at] >> 4];
    text += kDigits[bytes[at] & 0x0F];
  }
  return text;
}

std::string random_token() {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (const unsigned char byte : random_bytes<64>()) text += kLetters[byte & 0x3F];
  // Tokens are typed as arguments, and a first '-' would make an option of one.
  if (text.front() == '-') text.front() = 'A';
  return text;
}

std::string random_nonce() {
  std::uint64_t value = 0;
  for (const unsigned char byte : random_bytes<8>()) value = (value << 8) | byte;
  value >>= 1;
  return std::to_string(value == 0 ? 1 : value);
}

}  // namespace ssm_lab
