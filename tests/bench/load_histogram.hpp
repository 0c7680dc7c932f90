#pragma once
// Counts latencies in buckets that are at most 1.6 % wide, so that a percentile costs nothing while the load runs.

#include <array>
#include <cstdint>

#include "tests/bench/load_clock.hpp"

namespace lic::load {

class Histogram {
public:
  // Anything below zero counts as zero.
  void add(Nanos latency);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  // Microseconds (the middle of the bucket) below which this share of all lies; 0 without any. `share` is 0..1.
  [[nodiscard]] double percentile_us(double share) const;

private:
  static constexpr unsigned kStepBits = 6;  // 64 buckets for each doubling
  static constexpr std::size_t kBuckets = (64 - kStepBits + 1) << kStepBits;
  [[nodiscard]] static std::size_t bucket_of(std::uint64_t value);
  [[nodiscard]] static double middle_of(std::size_t bucket);

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
};

}  // namespace lic::load
