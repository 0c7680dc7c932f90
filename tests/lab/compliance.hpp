// The judgement over one virtual account: pure, from pools and counts to one status per tag.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ssm_lab {

struct Pools {
  std::map<std::string, std::int64_t> purchased;
  // Size of the pool of every tag that `purchased` does not name; nothing: such a tag is unknown.
  std::optional<std::int64_t> default_pool;
  // Premium tag -> the standard tags that its free licenses may stand in for.
  std::map<std::string, std::vector<std::string>> covers;
};

using Counts = std::map<std::string, std::int64_t>;

enum class Compliance { in_compliance, out_of_compliance, invalid_tag };

// The literal of wire.md P5.2.
[[nodiscard]] const char* wire_name(Compliance compliance);

// 0 for a tag that is not named.
[[nodiscard]] std::int64_t count_of(const Counts& counts, const std::string& tag);

[[nodiscard]] std::optional<std::int64_t> purchased_of(const Pools& pools, const std::string& tag);

// `in_use` is the sum over all instances of the account. Every tag of it gets a status; all instances share it.
// A tag with count 0 is never out of compliance. Premium alone: p > P. A covered standard tag: s is more than its own
// pool and what premium leaves free, which is p + s > P + S.
[[nodiscard]] std::map<std::string, Compliance> judge(const Pools& pools, const Counts& in_use);

}  // namespace ssm_lab
