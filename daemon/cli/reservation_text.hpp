#pragma once
// A specific reservation as text (R-SLR).

#include <string_view>

#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {

// "Reservation Info", the vendor's block, from /v1/reservation or its part of /v1/status.
void add_reservation_info(Page& page, const Json& reservation);
// The vendor's table of the licenses to select at the software manager.
void add_licenses_to_reserve(Page& page, const Json& licenses);
// "Label: CODE", the code on a line of its own where both do not fit: what is copied has no break in it.
void add_code(Page& page, std::string_view label, std::string_view code);
void add_warnings(Page& page, const Json& answer);

}  // namespace lic::cli
