#pragma once
// Tags that an operator replaces without a copy of the whole catalog: ID.tags.toml beside the catalogs, one table a
// license type, one line an entitlement.
//
//   software_tag = "regid...."
//   [flex]
//   standard = "regid...."

#include <string>
#include <vector>

#include "agent/policy.hpp"
#include "daemon/config/config.hpp"

namespace lic {

// Puts the tags of this file in place of those in `policy`. Gives what is wrong: a license type or entitlement that the
// catalog does not know, something that is no tag, or a tag that another entitlement of the type has.
[[nodiscard]] std::vector<ConfigProblem> replace_tags(const std::string& tags_file, Policy& policy);

}  // namespace lic
