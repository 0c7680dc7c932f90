#pragma once
// The vendor's words for our verbs (interfaces.md section 2), so that habits and runbooks work.

#include <string>
#include <vector>

namespace lic::cli {

// Arguments (without the program's name) with a vendor spelling replaced by ours: "license smart renew ID" becomes
// "renew registration". Options before and between the words stay; arguments of no known spelling come back unchanged.
[[nodiscard]] std::vector<std::string> in_our_words(std::vector<std::string> arguments);

}  // namespace lic::cli
