#pragma once
// What an authorization code says, read from the bytes whose signature was found good.

#include <cstddef>
#include <string_view>

#include "agent/reservation_code.hpp"
#include "agent/result.hpp"

namespace lic {

inline constexpr std::size_t kReservedLicensesMax = 200;
inline constexpr std::size_t kTagBytesMax = 256;

// Everything of an AuthorizationCode but its text and its answer codes. Unknown elements are ignored, known ones must
// be there once. `invalid_argument` without a remedy: which element of which license is wrong, and how.
[[nodiscard]] Result<AuthorizationCode> read_code_fields(std::string_view signed_xml);

// `P:<pid>,S:<serial>` with or without `,U:<uuid>`, as it stands between the tags of <udi>: escaped.
[[nodiscard]] Result<Udi> read_code_udi(std::string_view escaped);

// 8-4-4-4-12 hexadecimal digits.
[[nodiscard]] bool is_uuid(std::string_view text);

}  // namespace lic
