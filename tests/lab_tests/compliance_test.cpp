// The judgement alone, without an exchange.
#include "tests/lab/compliance.hpp"

#include <gtest/gtest.h>

namespace ssm_lab_tests {
namespace {

using ssm_lab::Compliance;
using ssm_lab::judge;
using ssm_lab::Pools;

constexpr Compliance kIn = Compliance::in_compliance;
constexpr Compliance kOut = Compliance::out_of_compliance;

Pools hierarchy(std::int64_t premium, std::int64_t standard) {
  return {{{"premium", premium}, {"standard", standard}}, std::nullopt, {{"premium", {"standard"}}}};
}

TEST(Compliance, FreePremiumLicensesCoverStandard) {
  const auto result = judge(hierarchy(5, 10), {{"premium", 3}, {"standard", 12}});
  EXPECT_EQ(result.at("premium"), kIn);
  EXPECT_EQ(result.at("standard"), kIn);
}

TEST(Compliance, StandardIsOutWhenBothPoolsTogetherAreTooSmall) {
  const auto result = judge(hierarchy(5, 10), {{"premium", 4}, {"standard", 12}});
  EXPECT_EQ(result.at("premium"), kIn);
  EXPECT_EQ(result.at("standard"), kOut);
}

TEST(Compliance, StandardNeverCoversPremium) {
  const auto result = judge(hierarchy(5, 10), {{"premium", 6}, {"standard", 1}});
  EXPECT_EQ(result.at("premium"), kOut);
  EXPECT_EQ(result.at("standard"), kIn);
}

TEST(Compliance, OverusedPremiumCountsAgainstBothPools) {
  const auto result = judge(hierarchy(5, 10), {{"premium", 7}, {"standard", 9}});
  EXPECT_EQ(result.at("premium"), kOut);
  EXPECT_EQ(result.at("standard"), kOut);
}

TEST(Compliance, CountZeroIsNeverOut) {
  const auto result = judge(hierarchy(5, 10), {{"premium", 50}, {"standard", 0}});
  EXPECT_EQ(result.at("standard"), kIn);
  EXPECT_EQ(judge({{{"presence", 0}}, std::nullopt, {}}, {{"presence", 0}}).at("presence"), kIn);
}

TEST(Compliance, OnePremiumLicenseIsLentOnce) {
  const Pools pools{{{"premium", 2}, {"a", 0}, {"b", 0}}, std::nullopt, {{"premium", {"a", "b"}}}};
  const auto result = judge(pools, {{"premium", 0}, {"a", 1}, {"b", 2}});
  EXPECT_EQ(result.at("a"), kIn);
  EXPECT_EQ(result.at("b"), kOut);
}

TEST(Compliance, UnknownTagsAreInvalidUnlessThereIsADefaultPool) {
  EXPECT_EQ(judge({}, {{"tag", 0}}).at("tag"), Compliance::invalid_tag);
  EXPECT_EQ(judge({{}, 10, {}}, {{"tag", 10}}).at("tag"), kIn);
  EXPECT_EQ(judge({{}, 10, {}}, {{"tag", 11}}).at("tag"), kOut);
}

}  // namespace
}  // namespace ssm_lab_tests
