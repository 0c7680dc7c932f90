#pragma once
// The vendor's words for our verbs (interfaces.md section 2), so that habits and runbooks work.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lic::cli {

struct Spelling {
  std::string_view vendor;  // lower case; the vendor's words are taken in any case
  std::string_view ours;
};
[[nodiscard]] std::span<const Spelling> vendor_spellings();

// Arguments (without the program's name) with a vendor spelling replaced by ours: "license smart renew ID" becomes
// "renew registration". Options before and between the words stay; arguments of no known spelling come back unchanged.
[[nodiscard]] std::vector<std::string> in_our_words(std::vector<std::string> arguments);

}  // namespace lic::cli
