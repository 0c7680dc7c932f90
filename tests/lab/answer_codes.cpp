#include "tests/lab/answer_codes.hpp"

#include "tests/lab/base58.hpp"

#include <openssl/hmac.h>

#include <array>
#include <cctype>
#include <cstdlib>

namespace ssm_lab {
namespace {

constexpr std::string_view kReturnBegin = "CC";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kConfirmationBytes = 4;
constexpr std::size_t kReturnBytes = 17;
constexpr std::size_t kReturnLetters = 24;
constexpr std::size_t kGroupLetters = 6;

std::string hmac(const SignedCode& code, std::string_view purpose) {
  const std::string bytes = std::string(purpose) + code.signed_bytes;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const unsigned char* made =
      HMAC(EVP_sha256(), code.instance.data(), static_cast<int>(code.instance.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(), &size);
  if (made == nullptr) std::abort();
  return std::string(digest.begin(), digest.begin() + size);
}

std::string without_spaces(std::string_view text) {
  std::string kept;
  for (const char letter : text) {
    if (std::isspace(static_cast<unsigned char>(letter)) == 0) kept += letter;
  }
  return kept;
}

std::string grouped(std::string_view letters) {
  std::string text(kReturnBegin);
  for (std::size_t at = 0; at < letters.size(); at += kGroupLetters) {
    text.append("-").append(letters.substr(at, kGroupLetters));
  }
  return text;
}

}  // namespace

std::string confirmation_code_of(const SignedCode& code) {
  std::string text;
  for (const char letter : hmac(code, "confirmation:").substr(0, kConfirmationBytes)) {
    const auto byte = static_cast<unsigned char>(letter);
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 0x0F];
  }
  return text;
}

std::string return_code_of(const SignedCode& code) {
  return grouped(to_base58(hmac(code, "return:").substr(0, kReturnBytes), kReturnLetters));
}

Result<std::string> read_confirmation_code(std::string_view pasted) {
  std::string text = without_spaces(pasted);
  if (text.size() == 2 * kConfirmationBytes && text.find_first_not_of(kHexDigits) == std::string::npos) return text;
  return failure("A confirmation code has 8 digits of 0-9 and a-f, as the machine shows it after the update.");
}

Result<std::string> read_return_code(std::string_view pasted) {
  std::string text = without_spaces(pasted);
  std::string letters;
  for (const char letter : text.substr(0, kReturnBegin.size()) == kReturnBegin ? text.substr(2) : std::string()) {
    if (letter != '-') letters += letter;
  }
  if (letters.size() == kReturnLetters && is_base58(letters) && grouped(letters) == text) return text;
  return failure(
      "A return code is CC and four groups of 6 letters of base58 (no 0, O, I and l), joined by '-', as the machine "
      "shows it.");
}

}  // namespace ssm_lab
