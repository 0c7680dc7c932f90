#include "tests/bench/load_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace lic::load {

std::size_t Histogram::bucket_of(std::uint64_t value) {
  constexpr std::uint64_t kSteps = std::uint64_t{1} << kStepBits;
  if (value < 2 * kSteps) return static_cast<std::size_t>(value);
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - kStepBits - 1;
  return static_cast<std::size_t>((shift << kStepBits) + (value >> shift));
}

double Histogram::middle_of(std::size_t bucket) {
  constexpr std::size_t kSteps = std::size_t{1} << kStepBits;
  if (bucket < 2 * kSteps) return static_cast<double>(bucket);
  const auto shift = static_cast<int>((bucket >> kStepBits) - 1);
  const auto mantissa = static_cast<double>((bucket & (kSteps - 1)) + kSteps);
  return std::ldexp(mantissa + 0.5, shift);
}

void Histogram::add(Nanos latency) {
  const auto value = static_cast<std::uint64_t>(std::max<Nanos::rep>(latency.count(), 0));
  ++buckets_[bucket_of(value)];
  ++count_;
}

double Histogram::percentile_us(double share) const {
  if (count_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= std::max<std::uint64_t>(rank, 1)) return middle_of(bucket) / 1000;
  }
  return middle_of(buckets_.size() - 1) / 1000;
}

}  // namespace lic::load
