#pragma once
// R-REG-11: whether export-controlled functionality is allowed; export_control() is in status.hpp.

#include "agent/status.hpp"
#include "agent/turn.hpp"

namespace lic {

// The step is about to end: what it changed is told to the product.
void tell_export_control(Turn& turn, ExportControl before);

}  // namespace lic
