#include "daemon/config/catalog_check.hpp"

#include <gtest/gtest.h>

#include "tests/config/catalog_text.hpp"

namespace lic {
namespace {

// A license type whose values are each right and do not fit together. Its keys begin on line 11.
struct Contradiction {
  const char* name;
  const char* keys;
  std::vector<std::string> meters;
  Lines complaints;
};

class CatalogContradictions : public testing::TestWithParam<Contradiction> {};

TEST_P(CatalogContradictions, AreOneClearProblemEach) {
  EXPECT_EQ(complaints(catalog_text(GetParam().keys, GetParam().meters)), GetParam().complaints);
}

const Contradiction kContradictions[] = {
    {"PremiumTwice",
     "class = \"production\"\nbase_class = \"premium\"\npremium_capabilities = [\"chat\"]\nlimit_fields = []\n",
     {"premium"},
     {"13:24 t makes everybody premium by base_class = \"premium\", so premium_capabilities must be empty (R-USE-2)"}},
    {"ClassWithoutEntitlement",
     "class = \"production\"\nbase_class = \"regular\"\npremium_capabilities = []\nlimit_fields = []\n",
     {"outbound", "standard"},
     {"12:14 no seat user of t can be standard, and an entitlement has meter = \"standard\"; remove it, or correct "
      "base_class and premium_capabilities",
      "12:14 a seat user of t can be regular, and no entitlement has meter = \"regular\"; add one, or correct "
      "base_class "
      "and premium_capabilities"}},
    {"PremiumWithoutEntitlement",
     "class = \"production\"\npremium_capabilities = [\"chat\"]\nlimit_fields = []\n",
     {"standard"},
     {"9:1 a seat user of t can be premium, and no entitlement has meter = \"premium\"; add one, or correct base_class "
      "and premium_capabilities"}},
    {"LimitOfNothingBought",
     "class = \"production\"\npremium_capabilities = []\nlimit_fields = [\"seats\", \"ivr\"]\n",
     {"standard"},
     {"13:16 limit_fields has ivr, and no entitlement of t is counted for it; remove it, or count it (R-CTL-1)"}},
    {"LimitTwice",
     "class = \"production\"\npremium_capabilities = []\nlimit_fields = [\"ivr\", \"ivr\"]\n",
     {"ivr"},
     {"13:16 limit_fields has ivr twice"}},
    {"HalfAPool",
     "class = \"production\"\npremium_capabilities = [\"chat\"]\nlimit_fields = [\"premium\"]\n",
     {"standard", "premium"},
     {"13:16 limit_fields has one of standard and premium; the two share one pool, so name both (R-CTL-2)"}},
    {"PoolAndSeats",
     "class = \"production\"\npremium_capabilities = [\"chat\"]\nlimit_fields = [\"standard\", \"premium\", "
     "\"seats\"]\n",
     {"standard", "premium"},
     {"13:16 limit_fields has seats beside standard and premium; limit all seats or each class"}},
    {"LabWithoutNote",
     "class = \"lab\"\npremium_capabilities = []\nlimit_fields = []\n",
     {"ivr"},
     {"9:1 t is a lab type and lacks note: what is to be confirmed before it is chosen (R-LIFE-4)"}},
    {"PortsAlone", "class = \"production\"\npremium_capabilities = []\nlimit_fields = [\"ivr\"]\n", {"ivr"}, {}},
};

INSTANTIATE_TEST_SUITE_P(Types, CatalogContradictions, testing::ValuesIn(kContradictions),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(CatalogDeployments, NameLicenseTypesThatThereAre) {  // R-LIFE-4
  const std::string good = std::string(kGoodHead) + kGoodSeat;
  EXPECT_EQ(complaints(good + "[deployments.d]\ntitle = \"D\"\nlicense_types = [\"t\"]\n"), Lines{});
  EXPECT_EQ(complaints(good + "[deployments.d]\ntitle = \"D\"\nlicense_types = [\"flex\"]\n"),
            Lines{"23:17 the catalog has no license type \"flex\"; it has t"});
  EXPECT_EQ(
      complaints(good + "[deployments.d]\nlicense_types = []\n"),
      (Lines{"21:1 d lacks title",
             "22:17 license_types is empty; name the license types that d allows, or remove the deployment type"}));
}

TEST(CatalogEntitlements, VersionHasNoMeter) {  // R-USE-5
  EXPECT_EQ(complaints(std::string(kGoodHead) + kGoodSeat +
                       "[[license_types.t.entitlements]]\nname = \"v\"\ntag = \"regid.v\"\ndisplay_name = \"V\"\n"
                       "version = \"1\"\nmode = \"version\"\nmeter = \"ivr\"\n"),
            Lines{"21:1 entitlement \"v\" is version and cannot have a meter (R-USE-5)"});
}

}  // namespace
}  // namespace lic
