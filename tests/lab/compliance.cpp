#include "tests/lab/compliance.hpp"

#include <algorithm>
#include <cstdlib>

namespace ssm_lab {
namespace {

bool does_cover(const std::vector<std::string>& covered, const std::string& tag) {
  return std::find(covered.begin(), covered.end(), tag) != covered.end();
}

// What each premium pool has left for others; below zero when it is over-used itself.
std::map<std::string, std::int64_t> rooms_of(const Pools& pools, const Counts& in_use) {
  std::map<std::string, std::int64_t> rooms;
  for (const auto& [premium, covered] : pools.covers) {
    rooms[premium] = purchased_of(pools, premium).value_or(0) - count_of(in_use, premium);
  }
  return rooms;
}

}  // namespace

const char* wire_name(Compliance compliance) {
  switch (compliance) {
    case Compliance::in_compliance: return "InCompliance";
    case Compliance::out_of_compliance: return "OutOfCompliance";
    case Compliance::invalid_tag: return "InvalidTag";
  }
  std::abort();
}

std::int64_t count_of(const Counts& counts, const std::string& tag) {
  const auto found = counts.find(tag);
  return found == counts.end() ? 0 : found->second;
}

std::optional<std::int64_t> purchased_of(const Pools& pools, const std::string& tag) {
  const auto found = pools.purchased.find(tag);
  return found == pools.purchased.end() ? pools.default_pool : found->second;
}

std::map<std::string, Compliance> judge(const Pools& pools, const Counts& in_use) {
  std::map<std::string, Compliance> result;
  std::map<std::string, std::int64_t> rooms = rooms_of(pools, in_use);
  for (const auto& [tag, count] : in_use) {
    const auto purchased = purchased_of(pools, tag);
    if (!purchased) {
      result[tag] = Compliance::invalid_tag;
      continue;
    }
    std::int64_t room = 0;
    for (const auto& [premium, covered] : pools.covers) {
      if (does_cover(covered, tag)) room += rooms[premium];
    }
    const bool is_out = count > 0 && count > *purchased + room;
    result[tag] = is_out ? Compliance::out_of_compliance : Compliance::in_compliance;
    // What this tag borrows is not there for the next one that the same premium covers.
    std::int64_t borrowed = std::max<std::int64_t>(0, count - *purchased);
    for (const auto& [premium, covered] : pools.covers) {
      if (!does_cover(covered, tag)) continue;
      const std::int64_t taken = std::clamp<std::int64_t>(rooms[premium], 0, borrowed);
      rooms[premium] -= taken;
      borrowed -= taken;
    }
  }
  return result;
}

}  // namespace ssm_lab
