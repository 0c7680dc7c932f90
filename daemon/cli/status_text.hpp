#pragma once
// /v1/status as text, in the vendor's blocks (interfaces.md section 2). Every line fits 80 columns.

#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {

// What an operator needs first: lab mark, level, what is wrong, remedy, next attempt, alarms.
void add_overview(Page& page, const Json& status);
// "Smart Licensing Status": registration, authorization, compliance, enforcement, evaluation, transport.
void add_licensing_status(Page& page, const Json& status);
// "License Usage": one block an entitlement.
void add_usage(Page& page, const Json& status);
// "Product Information" and "Agent Version".
void add_product(Page& page, const Json& status);
// The short form with a table of licenses.
void add_summary(Page& page, const Json& status);
// One line a thing to come.
void add_upcoming(Page& page, const Json& status);

}  // namespace lic::cli
