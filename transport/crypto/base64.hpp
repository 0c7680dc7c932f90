#pragma once
// Standard base64 (RFC 4648 section 4).

#include <optional>
#include <string>
#include <string_view>

namespace lic {

// One line, padded.
[[nodiscard]] std::string to_base64(std::string_view bytes);

// White space is skipped; nothing for anything else that does not belong there.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace lic
