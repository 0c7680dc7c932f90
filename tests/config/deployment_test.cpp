// What the configuration says about the license type in this deployment (R-LIFE-4, R-CTL-4, R-USE-9).
#include <gtest/gtest.h>

#include "tests/config/catalog_text.hpp"

namespace lic {
namespace {

constexpr const char* kCce = "[product]\ncatalog = \"ucce-15\"\n";

TEST(Deployment, AllTypesOfTheCatalogAreKnown) {
  const ConfigFolder folder;
  const Policy policy = folder.load(kGoodProduct).config.policy;
  ASSERT_EQ(policy.license_types.size(), 7U);
  EXPECT_EQ(policy.license_types.front(), policy.license_type);
  EXPECT_TRUE(policy.forced_types.empty());
  EXPECT_FALSE(policy.high_availability);
  EXPECT_EQ(policy.product_lease, 10 * kMinute);
}

TEST(Deployment, HighAvailabilityAndLeaseReachTheirFields) {
  const ConfigFolder folder;
  const ConfigOutcome outcome =
      folder.load(std::string(kGoodProduct) + "high_availability = true\n[usage]\nlease_seconds = 30\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_TRUE(outcome.config.policy.high_availability);
  EXPECT_EQ(outcome.config.policy.product_lease, 30 * kSecond);
}

TEST(Deployment, RoggerTakesPerpetualInPlaceOfFlexAndSaysSo) {  // S3
  const ConfigFolder folder;
  const ConfigOutcome outcome =
      folder.load(std::string(kCce) + "license_type = \"flex\"\ndeployment_type = \"rogger\"\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.policy.license_type.id, "perpetual");
  EXPECT_EQ(outcome.config.license_type, "flex");
  ASSERT_EQ(outcome.warnings.size(), 1U);
  EXPECT_EQ(outcome.warnings[0].text,
            "the deployment type rogger takes perpetual in place of the license type flex; write license_type = "
            "\"perpetual\" (R-LIFE-4)");
  EXPECT_EQ(outcome.warnings[0].line, 3);
}

TEST(Deployment, RoggerTakesTheTypeThatFitsTheUsageMode) {
  const ConfigFolder folder;
  const ConfigOutcome outcome = folder.load(
      std::string(kCce) + "license_type = \"flex\"\nusage_mode = \"non-production\"\ndeployment_type = \"rogger\"\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.policy.license_type.id, "perpetual-non-production");
}

TEST(Deployment, RoggerLeavesPerpetualAsItIs) {
  const ConfigFolder folder;
  const ConfigOutcome outcome =
      folder.load(std::string(kCce) + "license_type = \"perpetual\"\ndeployment_type = \"rogger\"\n");
  EXPECT_TRUE(outcome.problems.empty());
  EXPECT_TRUE(outcome.warnings.empty());
}

TEST(Deployment, FlexInANonProductionModeIsRefusedOnCce) {  // R-LIFE-4
  const ConfigFolder folder;
  EXPECT_EQ(folder.complaints(std::string(kCce) + "license_type = \"flex\"\nusage_mode = \"non-production\"\n"),
            Lines{"smart-agent.toml:4:14: error: usage_mode \"non-production\" does not fit the license type flex, "
                  "which is for production use"});
}

TEST(Deployment, UnknownOnesAreAClearProblem) {
  const ConfigFolder folder;
  EXPECT_EQ(folder.complaints(std::string(kGoodProduct) + "deployment_type = \"rogger\"\n"),
            Lines{"smart-agent.toml:4:19: error: the catalog uccx-12.5 has no deployment type \"rogger\"; remove "
                  "deployment_type"});
  EXPECT_EQ(
      folder.complaints(std::string(kCce) + "license_type = \"perpetual\"\ndeployment_type = \"logger\"\n"),
      Lines{"smart-agent.toml:4:19: error: the catalog ucce-15 has no deployment type \"logger\"; it has rogger"});
  EXPECT_EQ(folder.complaints(std::string(kGoodProduct) + "deployment_type = \"\"\n"), Lines{});
}

}  // namespace
}  // namespace lic
