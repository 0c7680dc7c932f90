#include "transport/crypto/random.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstdint>

#include "transport/crypto/openssl_handles.hpp"

namespace lic {
namespace {

template <std::size_t size>
Result<std::array<unsigned char, size>> random_bytes() {
  std::array<unsigned char, size> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return Error{ErrorCode::internal, "the system gave no random numbers: " + openssl_reason()};
  return bytes;
}

}  // namespace

Result<std::string> random_nonce() {
  std::uint64_t number = 0;
  while (number == 0) {
    const auto bytes = random_bytes<8>();
    if (bytes.has_error()) return bytes.error();
    for (const unsigned char byte : *bytes) number = (number << 8U) | byte;
    number &= 0x7fff'ffff'ffff'ffffULL;
  }
  return std::to_string(number);
}

Result<std::string> random_uuid() {
  auto bytes = random_bytes<16>();
  if (bytes.has_error()) return bytes.error();
  (*bytes)[6] = static_cast<unsigned char>(((*bytes)[6] & 0x0fU) | 0x40U);
  (*bytes)[8] = static_cast<unsigned char>(((*bytes)[8] & 0x3fU) | 0x80U);

  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (std::size_t index = 0; index < bytes->size(); ++index) {
    if (index == 4 || index == 6 || index == 8 || index == 10) text += '-';
    text += kHex[(*bytes)[index] >> 4U];
    text += kHex[(*bytes)[index] & 0x0fU];
  }
  return text;
}

}  // namespace lic
