#pragma once
// One seat user signed in (R-USE-1). Small and without pointers: there may be a million.

#include <cstdint>
#include <optional>

#include "agent/catalog.hpp"
#include "agent/time.hpp"

namespace lic {

struct Seat {
  SeatClass seat_class = SeatClass::standard;
  std::uint16_t version = 0;  // place in ProductState::versions, from 1 on; 0 = not told (R-USE-10)
  std::uint32_t holder = 0;   // the product process whose connections keep it (R-USE-9); 0 = none
  CapabilitySet configured = {};
  CapabilitySet used = {};
  TrustedTime since = {};                      // signed in
  std::int64_t class_change = 0;               // number of the seat change that made it what it is (R-USE-11)
  std::optional<TrustedTime> lease_ends = {};  // in lease time (ProductState::unwatched)
  friend bool operator==(const Seat&, const Seat&) = default;
};

}  // namespace lic
