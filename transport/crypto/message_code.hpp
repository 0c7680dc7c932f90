#pragma once
// A keyed digest of a text.

#include <string>
#include <string_view>

namespace lic {

struct KeyedText {
  std::string_view key;
  std::string_view text;
};

// HMAC-SHA256 (RFC 2104), 32 raw bytes; zeros if OpenSSL has no memory.
[[nodiscard]] std::string hmac_sha256(const KeyedText& keyed);

}  // namespace lic
