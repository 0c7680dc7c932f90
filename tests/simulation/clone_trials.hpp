#pragma once
// R-ID: two copies of one state are known as clones at the first exchange in which they differ; a crash never makes
// one.

#include <cstdint>
#include <optional>
#include <string>

namespace lic::sim {

struct TrialResult {
  std::optional<std::string> failure;  // with the number that replays it
  std::int64_t trials = 0;
  std::int64_t crashes = 0;     // of the process: before a commit, after it, between effects
  std::int64_t lost = 0;        // requests and answers
  std::int64_t duplicates = 0;  // requests that arrived twice
  std::int64_t exchanges = 0;
  std::int64_t repeats = 0;  // that SSM saw: the same number with the same id
  std::int64_t steps = 0;
  void add(const TrialResult& other);
  [[nodiscard]] std::int64_t points() const { return crashes + lost + duplicates; }
};

// One life of one machine, interrupted `points` times or more; SSM must never take it for two.
// `sends_early`: the broken loop that sends before it commits, which must be found.
[[nodiscard]] TrialResult crash_trial(std::uint64_t number, std::int64_t points, bool sends_early = false);
// A state is duplicated and both copies go on, with answers lost and crashes.
[[nodiscard]] TrialResult clone_trial(std::uint64_t number);

}  // namespace lic::sim
