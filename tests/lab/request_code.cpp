#include "tests/lab/request_code.hpp"

#include "tests/lab/base58.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace ssm_lab {
namespace {

constexpr std::string_view kBegin = "CB-Z";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kBytesMax = 600;
constexpr std::size_t kNonceLetters = 9;
constexpr int kNonceBits = 52;
// 6ba7b811-9dad-11d1-80b4-00c04fd430c8, the namespace of URLs.
constexpr std::array<unsigned char, 16> kUrlNamespace = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                                         0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// A control character could not even be written into the XML of the answer.
bool is_control(char letter) { return static_cast<unsigned char>(letter) < ' ' || letter == '\x7f'; }

std::string hex_of(std::uint8_t byte) { return {kHexDigits[byte >> 4], kHexDigits[byte & 0x0F]}; }

struct Parts {
  std::string_view machine;  // <pid>:<serial>
  std::string_view nonce;
  std::string_view checked;  // everything before the last '-'
  std::string_view check;
};

Result<Parts> split(std::string_view text) {
  if (text.empty())
    return failure("request_code is needed: the text that the machine shows, " + std::string(kBegin) +
                   "<product>:<serial>-<nonce>-<check>.");
  if (text.size() > kBytesMax) return failure("The request code is longer than 600 characters.");
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return failure("The request code has a line break or control character in it: copy it as one line.");
  }
  if (text.substr(0, kBegin.size()) != kBegin) return failure("The request code must begin with CB-Z.");
  const auto last = text.rfind('-');
  const auto before = text.rfind('-', last - 1);
  if (before == std::string_view::npos || before < kBegin.size())
    return failure("The request code must end with -<nonce>-<check digits>.");
  return Parts{text.substr(kBegin.size(), before - kBegin.size()), text.substr(before + 1, last - before - 1),
               text.substr(0, last), text.substr(last + 1)};
}

bool is_nonce(std::string_view nonce) { return nonce.size() == kNonceLetters && is_base58(nonce); }

bool is_check(std::string_view check) {
  return check.size() == 2 && check.find_first_not_of(kHexDigits) == std::string_view::npos;
}

}  // namespace

std::uint8_t crc8(std::string_view bytes) {
  constexpr unsigned kPolynomial = 0x07;
  unsigned rest = 0;
  for (const char byte : bytes) {
    rest ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) rest = (rest & 0x80U) != 0 ? (rest << 1) ^ kPolynomial : rest << 1;
    rest &= 0xFFU;
  }
  return static_cast<std::uint8_t>(rest);
}

Result<RequestCode> read_request_code(std::string_view pasted) {
  const std::string_view text = trimmed(pasted);
  const auto parts = split(text);
  if (!parts) return parts.error();
  if (!is_nonce(parts->nonce)) {
    return failure("The nonce of the request code must have 9 letters of base58 (no 0, O, I and l): '" +
                   std::string(parts->nonce) + "'.");
  }
  if (!is_check(parts->check)) {
    return failure("The check digits at the end of the request code must be two of 0-9 and a-f: '" +
                   std::string(parts->check) + "'.");
  }
  if (hex_of(crc8(parts->checked)) != parts->check) {
    return failure("The check digits of the request code do not fit the rest of it: was it copied without a slip?");
  }
  if (*number_from_base58(parts->nonce) >> kNonceBits != 0) {
    return failure("The nonce of the request code is larger than 52 bits: '" + std::string(parts->nonce) + "'.");
  }
  const auto colon = parts->machine.rfind(':');
  if (colon == std::string_view::npos) return failure("The request code has no ':' between product and serial number.");
  if (colon == 0) return failure("The request code names no product before its ':'.");
  if (colon + 1 == parts->machine.size()) return failure("The request code names no serial number after its ':'.");
  return RequestCode{std::string(text), std::string(parts->machine.substr(0, colon)),
                     std::string(parts->machine.substr(colon + 1))};
}

std::string instance_of_request(const std::string& request_code) {
  std::string name(kUrlNamespace.begin(), kUrlNamespace.end());
  name += request_code;
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data());
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t at = 0; at < kUrlNamespace.size(); ++at) {
    if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
    text += hex_of(digest[at]);
  }
  return text;
}

}  // namespace ssm_lab
