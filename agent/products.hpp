#pragma once
// R-USE-9, R-USE-10, R-LIFE-2: processes of the product, the leases of their sessions, and its versions.

#include <cstdint>
#include <optional>
#include <string>

#include "agent/turn.hpp"

namespace lic {

inline constexpr std::size_t kVersionsMax = 64;

void handle(Turn& turn, const ProductConnected& event);
void handle(Turn& turn, const ProductGone& event);

// The place of a product version, from 1 on; 0 for an empty text. None: kVersionsMax others are signed in.
[[nodiscard]] std::optional<std::uint16_t> version_number(Turn& turn, const std::string& version);

}  // namespace lic
