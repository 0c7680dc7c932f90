#include "transport/reservation/answer_codes.hpp"

#include "agent/base58.hpp"
#include "transport/crypto/message_code.hpp"

namespace lic {
namespace {

constexpr std::size_t kConfirmationBytes = 4;
constexpr std::size_t kReturnBytes = 17;
constexpr std::size_t kReturnCharacters = 24;
constexpr std::size_t kGroupCharacters = 6;

// The key is no secret: it binds the answer to the instance, and SSM can check it (docs/decisions/0017).
std::string code_for(std::string_view purpose, const SignedCode& code) {
  return hmac_sha256({code.instance.value, std::string(purpose) + std::string(code.bytes)});
}

}  // namespace

std::string confirmation_code_of(const SignedCode& code) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char letter : code_for("confirmation:", code).substr(0, kConfirmationBytes)) {
    const auto byte = static_cast<unsigned char>(letter);
    text += kHex[byte >> 4U];
    text += kHex[byte & 0xFU];
  }
  return text;
}

std::string return_code_of(const SignedCode& code) {
  const std::string letters = to_base58(code_for("return:", code).substr(0, kReturnBytes), kReturnCharacters);
  std::string text = "CC";
  for (std::size_t place = 0; place < letters.size(); place += kGroupCharacters)
    text += "-" + letters.substr(place, kGroupCharacters);
  return text;
}

}  // namespace lic
