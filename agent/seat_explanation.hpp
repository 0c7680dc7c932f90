#pragma once
// R-USE-11: why a seat user is of its class.

#include <string>

#include "agent/catalog.hpp"
#include "agent/seat.hpp"

namespace lic {

struct SeatExplanation {
  std::string rule;               // one sentence for people
  CapabilitySet because_of = {};  // what made it so; empty = the license type, an earlier moment, or the lack of all
  friend bool operator==(const SeatExplanation&, const SeatExplanation&) = default;
};

// `type` and `classification` as they hold now; a seat that signed in under others is explained as such.
[[nodiscard]] SeatExplanation explain(const LicenseType& type, Classification classification, const Seat& seat);

}  // namespace lic
