#pragma once
// A specific reservation (R-SLR) as JSON.

#include "agent/effect.hpp"
#include "agent/status.hpp"
#include "daemon/api/json.hpp"

namespace lic::api {

// As it stands: what GET /v1/status tells. Codes that an operator enters at SSM are whole (R-SLR-7), the installed
// authorization code is taken apart.
[[nodiscard]] Json reservation_json(const ReservationView& view);
// The same with the text of the installed authorization code and the licenses that can be reserved.
[[nodiscard]] Json whole_reservation_json(const ReservationView& view);

[[nodiscard]] Json licenses_json(const std::vector<LicenseToReserve>& licenses);

}  // namespace lic::api
