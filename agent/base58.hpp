#pragma once
// Numbers in the letters of reservation codes (wire P11): without 0, O, I and l, which people take for one another.

#include <cstddef>
#include <string>
#include <string_view>

namespace lic {

// `number` is bytes, most significant first; the result has `width` characters, padded with "1" for zero. Digits beyond
// the width are lost: choose it wide enough.
[[nodiscard]] std::string to_base58(std::string_view number, std::size_t width);

}  // namespace lic
