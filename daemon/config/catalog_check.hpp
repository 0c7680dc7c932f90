#pragma once
// What makes a catalog's license type impossible, though each of its values is right: found at load, not in the field.

#include <string_view>

#include "agent/catalog.hpp"
#include "daemon/config/problem_list.hpp"

namespace lic {

// a-z, 0-9, _ and -: names that go into files, JSON and command lines as they are.
[[nodiscard]] bool is_short_name(std::string_view text);

// One entitlement alone and against those that are in `type` already.
void check_entitlement(const Entitlement& entitlement, const LicenseType& type, TomlPlace place, ProblemList& problems);

// The type as a whole: each class that a seat can have is an entitlement, each limit is something that is bought, and
// nothing is named that could never count. `member` is where it was read from.
void check_type(const LicenseType& type, const TomlMember& member, ProblemList& problems);

}  // namespace lic
