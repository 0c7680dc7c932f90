// Names that people read for entitlement tags.
#pragma once

#include <string>

namespace ssm_lab {

// "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_<uuid>" -> "CCX Flex Standard Seat", other tags by their own words.
[[nodiscard]] std::string display_name(const std::string& tag);
// The display name with the version of the tag.
[[nodiscard]] std::string description(const std::string& tag);

}  // namespace ssm_lab
