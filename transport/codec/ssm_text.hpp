#pragma once
// Words of SSM, made fit to be shown and stored (R-REG-2).

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "agent/secret.hpp"

namespace lic {

inline constexpr std::size_t kShownBytesMax = 1024;

// Without control and direction characters, with every secret in it replaced by "[token]", cut at 1 KiB between
// characters. UTF-8 whatever `text` is: what is none of it is a question mark for each byte.
[[nodiscard]] std::string shown_text(std::string_view text, std::span<const Secret> secrets);

}  // namespace lic
