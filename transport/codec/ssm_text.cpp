#include "transport/codec/ssm_text.hpp"

#include <algorithm>
#include <cstdint>

#include "transport/codec/utf8.hpp"

namespace lic {
namespace {

constexpr std::string_view kReplacement = "[token]";

// Terminals and logs obey the first two kinds; the others make text read in another order than it is written.
bool must_not_be_shown(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  const bool line = code == 0x2028 || code == 0x2029;
  const bool direction = code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
                         (code >= 0x2066 && code <= 0x2069);
  return control || line || direction;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_character_at(text, position);
    if (character.length == 0)
      result += '?';
    else if (!must_not_be_shown(character.code))
      result += text.substr(position, character.length);
    else if (character.code == '\n' || character.code == '\t')
      result += ' ';
    position += std::max<std::size_t>(character.length, 1);
  }
  return result;
}

void redact(std::string& text, std::string_view secret) {
  if (secret.empty()) return;
  for (std::size_t place = text.find(secret); place != std::string::npos;
       place = text.find(secret, place + kReplacement.size()))
    text.replace(place, secret.size(), kReplacement);
}

}  // namespace

std::string shown_text(std::string_view text, std::span<const Secret> secrets) {
  // Control characters first: with them gone a secret that was split by one is found. Cutting last, so that none is
  // halved.
  std::string result = printable(text);
  for (const Secret& secret : secrets) redact(result, secret.reveal());
  if (result.size() > kShownBytesMax) {
    std::size_t end = kShownBytesMax;
    while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xC0U) == 0x80U) --end;
    result.resize(end);
  }
  return result;
}

}  // namespace lic
