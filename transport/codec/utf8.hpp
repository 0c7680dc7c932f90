#pragma once
// UTF-8, read strictly: nothing overlong, no surrogates, nothing beyond U+10FFFF.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lic {

struct Utf8Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  // in bytes; 0: the bytes at this place are no character
};

// `place` is below the size of `text`.
[[nodiscard]] Utf8Character utf8_character_at(std::string_view text, std::size_t place);

}  // namespace lic
