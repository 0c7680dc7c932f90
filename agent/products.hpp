#pragma once
// R-USE-9, R-USE-10, R-LIFE-2: processes of the product, and its versions. What becomes of the sessions of a lost
// process is in leases.hpp.

#include <cstdint>
#include <optional>
#include <string>

#include "agent/turn.hpp"

namespace lic {

inline constexpr std::size_t kVersionsMax = 64;
inline constexpr std::size_t kProcessesMax = 1024;

// Answers with the number that the sign-ins of this process name: the same one as before if it is known. A new process
// is the restart of those of its name that must start anew.
void handle(Turn& turn, const ProductConnected& event);
// From now on it is lost; one without sessions is forgotten.
void handle(Turn& turn, const ProductGone& event);

// It has no sessions any more. If it must start anew it stays known, so that its coming back is not taken for that.
void forget_process(Turn& turn, const std::string& process);

// The place of a product version, from 1 on; 0 for an empty text. None: kVersionsMax others are signed in.
[[nodiscard]] std::optional<std::uint16_t> version_number(Turn& turn, const std::string& version);

}  // namespace lic
