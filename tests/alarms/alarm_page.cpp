#include "tests/alarms/alarm_page.hpp"

#include <fstream>
#include <vector>

#include <gtest/gtest.h>

namespace lic::test {
namespace {

std::vector<std::string> patterns_of(std::string_view mnemonic) {
  std::ifstream page(LIC_ALARMS_MD);
  const std::string head = "### " + std::string(mnemonic);
  std::vector<std::string> patterns;
  bool is_inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### ")) is_inside = line == head;
    if (is_inside && line.starts_with("^%")) patterns.push_back(line);
  }
  return patterns;
}

}  // namespace

AlarmPatterns documented_patterns(std::string_view mnemonic) {
  const std::vector<std::string> patterns = patterns_of(mnemonic);
  EXPECT_EQ(patterns.size(), 2U) << mnemonic << " has not two patterns in docs/alarms.md";
  if (patterns.size() != 2) return {};
  return {std::regex(patterns[0], std::regex::extended), std::regex(patterns[1], std::regex::extended)};
}

}  // namespace lic::test
