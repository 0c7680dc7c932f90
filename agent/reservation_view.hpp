#pragma once
// What operators and programs see of a specific reservation (R-SLR-7).

#include <optional>
#include <string>
#include <vector>

#include "agent/effect.hpp"
#include "agent/reservation_code.hpp"
#include "agent/time.hpp"

namespace lic {

// R-SLR as it stands.
struct InstalledReservationView {
  AuthorizationCode code;
  WallTime installed_at;
  WallTime changed_at;
  std::vector<std::string> lacking;  // one sentence for each thing that the code does not cover (R-SLR-3)
};
struct ReservationView {
  bool enabled = false;
  std::string request_code;  // empty = none open
  std::optional<WallTime> requested_at;
  std::optional<InstalledReservationView> installed;
  std::string confirmation_code;           // of the last change; empty = none
  std::string return_code;                 // of the last return; empty = none
  std::vector<LicenseToReserve> licenses;  // of the license type
};

}  // namespace lic
