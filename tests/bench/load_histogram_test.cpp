#include "tests/bench/load_histogram.hpp"

#include <gtest/gtest.h>

namespace lic::load {
namespace {

TEST(Histogram, PercentilesAreWithinTwoPerCent) {
  Histogram histogram;
  for (int microseconds = 1; microseconds <= 100'000; ++microseconds) histogram.add(Nanos(microseconds * 1000));
  EXPECT_EQ(histogram.count(), 100'000U);
  EXPECT_NEAR(histogram.percentile_us(0.5), 50'000, 1'000);
  EXPECT_NEAR(histogram.percentile_us(0.99), 99'000, 1'980);
  EXPECT_NEAR(histogram.percentile_us(0.999), 99'900, 1'998);
}

TEST(Histogram, ShortestAndLongestHaveABucket) {
  Histogram histogram;
  histogram.add(Nanos(-5));
  EXPECT_EQ(histogram.percentile_us(0.5), 0);
  histogram.add(Nanos::max());
  EXPECT_NEAR(histogram.percentile_us(1), static_cast<double>(Nanos::max().count()) / 1000, 2e14);
}

TEST(Histogram, NothingCountedIsZero) { EXPECT_EQ(Histogram().percentile_us(0.99), 0); }

}  // namespace
}  // namespace lic::load
