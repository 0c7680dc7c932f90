#pragma once
// States with something in every member, for round trips.

#include <vector>

#include "agent/state.hpp"

namespace lic {

// Every optional set, every list filled, every member unlike its default.
[[nodiscard]] Sections filled_sections();
// filled_sections() with each alternative of each variant in turn.
[[nodiscard]] std::vector<Sections> sections_with_every_alternative();

[[nodiscard]] Reserved filled_reserved();
[[nodiscard]] ReservationState filled_reservation();
[[nodiscard]] Report filled_report();
[[nodiscard]] Seat filled_seat();

}  // namespace lic
