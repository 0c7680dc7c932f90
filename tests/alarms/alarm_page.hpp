#pragma once
// What docs/alarms.md tells operators to match.

#include <regex>
#include <string>
#include <string_view>

namespace lic::test {

struct AlarmPatterns {
  std::regex system;
  std::regex daemon;
};

// The two patterns of the section of this alarm. Fails the test if there is none.
[[nodiscard]] AlarmPatterns documented_patterns(std::string_view mnemonic);

}  // namespace lic::test
