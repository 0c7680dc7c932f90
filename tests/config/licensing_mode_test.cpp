// Classic and smart mode in the configuration and in the catalogs (R-LIFE-1).
#include <gtest/gtest.h>

#include "tests/config/catalog_text.hpp"

namespace lic {
namespace {

Policy policy_of(const std::string& text) {
  const ConfigFolder folder;
  const ConfigOutcome outcome = folder.load(text);
  EXPECT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  return outcome.config.policy;
}

TEST(LicensingModeKeys, ANewProductBeginsInSmartMode) {
  const Policy policy = policy_of(kGoodProduct);
  EXPECT_EQ(policy.first_mode, LicensingMode::smart);
  EXPECT_FALSE(policy.workforce_optimization);
  EXPECT_TRUE(policy.knows_classic_mode);
}

TEST(LicensingModeKeys, AnUpgradeMayBeginInClassicMode) {
  const Policy policy = policy_of(std::string(kGoodProduct) + "first_mode = \"classic\"\nwfo = true\n");
  EXPECT_EQ(policy.first_mode, LicensingMode::classic);
  EXPECT_TRUE(policy.workforce_optimization);
}

TEST(LicensingModeKeys, OnlyCcx12HasAClassicMode) {
  for (const char* catalog : {"uccx-12.5", "uccx-12.5su3"})
    EXPECT_TRUE(policy_of(std::string("[product]\ncatalog = \"") + catalog + "\"\nlicense_type = \"flex\"\n")
                    .knows_classic_mode)
        << catalog;
  for (const char* catalog : {"uccx-15", "ucce-15"})
    EXPECT_FALSE(policy_of(std::string("[product]\ncatalog = \"") + catalog + "\"\nlicense_type = \"flex\"\n")
                     .knows_classic_mode)
        << catalog;
}

TEST(LicensingModeKeys, ACatalogThatDoesNotSayMayBeClassic) {
  const ConfigFolder folder;
  folder.write("c.toml", std::string(kGoodHead) + kGoodSeat);
  EXPECT_TRUE(load_catalog(folder.path("c.toml")).catalog.policy.knows_classic_mode);
}

TEST(LicensingModeKeys, WorkforceOptimizationWithoutClassicModeIsOdd) {  // S0
  const ConfigFolder folder;
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + "wfo = true\n");
  EXPECT_TRUE(outcome.problems.empty());
  ASSERT_EQ(outcome.warnings.size(), 1U);
  EXPECT_EQ(outcome.warnings[0].text,
            "workforce optimization needs classic mode, and a new state directory begins in smart mode; before the "
            "first start, write first_mode = \"classic\" (R-LIFE-1)");
  EXPECT_EQ(outcome.warnings[0].line, 4);
  EXPECT_TRUE(folder.load(std::string(kGoodProduct) + "first_mode = \"classic\"\nwfo = true\n").warnings.empty());
}

}  // namespace
}  // namespace lic
