#pragma once
// From a passphrase to the keys of one backup (scrypt, RFC 7914), and where passphrases come from.

#include <cstdint>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/secret.hpp"

namespace lic::backup {

inline constexpr std::size_t kPassphraseBytesMin = 12;
inline constexpr std::size_t kPassphraseBytesMax = 1024;

// `invalid_argument` outside of the limits.
[[nodiscard]] Result<void> check_passphrase(const Secret& passphrase);

// What guessing costs. As written in the header of a backup, so that later versions may ask for more.
struct KeyCost {
  std::uint8_t log2_rounds = 15;  // scrypt's N; with r it makes 32 MiB
  std::uint8_t block = 8;         // r
  std::uint8_t lanes = 3;         // p
  friend bool operator==(const KeyCost&, const KeyCost&) = default;
};
// Cheaper would be no protection, dearer would be an attack on the memory of who reads it (256 MiB).
[[nodiscard]] bool is_within_limits(const KeyCost& cost);

struct Keys {
  Secret cipher;  // 32 bytes, AES-256
  Secret header;  // 32 bytes, HMAC-SHA256 of the header
};
// Takes some tenths of a second and the memory of `cost`: not on the loop's thread. `internal` if OpenSSL has no scrypt
// or no memory.
[[nodiscard]] Result<Keys> derive_keys(const Secret& passphrase, std::string_view salt, const KeyCost& cost);

}  // namespace lic::backup
