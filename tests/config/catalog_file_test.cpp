#include "daemon/config/catalog_file.hpp"

#include <gtest/gtest.h>

#include "agent/names.hpp"
#include "tests/config/catalog_text.hpp"

namespace lic {
namespace {

const std::vector<std::string> kShipped = {std::string(LIC_SHIPPED_ETC) + "/catalogs"};

Catalog shipped(const std::string& id) {
  const CatalogOutcome outcome = load_catalog(find_catalog(kShipped, id).value_or("missing"));
  EXPECT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  return outcome.catalog;
}

TEST(Catalog, AllShippedOnesLoad) {
  const std::vector<std::string> ids = catalogs_in(kShipped);
  EXPECT_EQ(ids, (std::vector<std::string>{"ucce-15", "uccx-12.5", "uccx-12.5su3", "uccx-15"}));
  for (const std::string& id : ids) EXPECT_EQ(shipped(id).policy.catalog_id, id);
}

TEST(Catalog, Uccx125IsTolerantConfiguredEvery15Minutes) {
  const Policy policy = shipped("uccx-12.5").policy;
  EXPECT_EQ(policy.product_id, "UCCX");
  EXPECT_EQ(policy.ooc_policy, OocPolicy::tolerant);
  EXPECT_EQ(policy.classification, Classification::configured);
  EXPECT_EQ(policy.reporting, Reporting::every_15_minutes);
  EXPECT_EQ(policy.app_id, "Cisco Unified CCX Cluster View Daemon");
  EXPECT_EQ(policy.blocked_when_enforced, (std::vector<std::string>{"agent_add", "agent_change", "agent_delete"}));
  EXPECT_FALSE(policy.export_control_applies);
}

TEST(Catalog, Uccx125Su3IsImmediateUsedEvery8Hours) {
  const Policy policy = shipped("uccx-12.5su3").policy;
  EXPECT_EQ(policy.ooc_policy, OocPolicy::immediate);
  EXPECT_EQ(policy.classification, Classification::used);
  EXPECT_EQ(policy.reporting, Reporting::every_8_hours);
}

TEST(Catalog, FlexHasTheEntitlementsOfTheRules) {  // rules.md section 14
  const LicenseType flex = shipped("uccx-12.5").policy.license_types.at(0);
  EXPECT_EQ(flex.id, "flex");
  EXPECT_EQ(flex.type_class, TypeClass::production);
  ASSERT_EQ(flex.entitlements.size(), 6U);
  EXPECT_EQ(flex.entitlements[0].name.value, "standard");
  EXPECT_EQ(flex.entitlements[0].mode, EntitlementMode::counted);
  EXPECT_EQ(flex.entitlements[0].meter, Meter::standard);
  EXPECT_TRUE(flex.entitlements[0].tag.value.starts_with("regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_"));
  EXPECT_TRUE(flex.entitlements[1].tag.value.starts_with("regid.2019-06.com.cisco.CCX_FLEX_PREMIUM,12.5_"));
  EXPECT_EQ(flex.entitlements[2].mode, EntitlementMode::presence);
  EXPECT_EQ(flex.entitlements[2].meter, std::nullopt);
  EXPECT_EQ(flex.entitlements[5].mode, EntitlementMode::stored);
  EXPECT_EQ(flex.entitlements[5].meter, Meter::outbound_seats);
}

TEST(Catalog, PremiumCapabilitiesAreThoseOfRUse2) {
  const CapabilitySet premium = shipped("uccx-12.5").policy.license_types.at(0).premium_capabilities;
  EXPECT_FALSE(has(premium, Capability::inbound_voice));
  EXPECT_FALSE(has(premium, Capability::outbound_direct_preview));
  EXPECT_TRUE(has(premium, Capability::outbound_progressive));
  EXPECT_TRUE(has(premium, Capability::outbound_predictive));
  EXPECT_TRUE(has(premium, Capability::chat));
  EXPECT_TRUE(has(premium, Capability::email));
  EXPECT_TRUE(has(premium, Capability::supervisor));
  EXPECT_FALSE(has(premium, Capability::digital_third_party));
}

TEST(Catalog, AGoodOneHasNoComplaints) { EXPECT_EQ(complaints(std::string(kGoodHead) + kGoodSeat), Lines{}); }

TEST(Catalog, TagFilesAreNoCatalogs) {
  const ConfigFolder folder;
  folder.write("own.toml", "");
  folder.write("own.tags.toml", "");
  folder.write("notes.txt", "");
  EXPECT_EQ(catalogs_in({folder.path("")}), Lines{"own"});
}

TEST(Catalog, CapabilitiesAreNamedAsEverywhereElse) {
  for (std::size_t index = 0; index < kCapabilityCount; ++index) {
    const auto capability = static_cast<Capability>(index);
    const std::string list = "premium_capabilities = [\"" + std::string(name_of(capability)) + "\"]\n";
    const std::string text =
        catalog_text("class = \"production\"\n" + list + "limit_fields = []\n", {"standard", "premium"});
    const ConfigFolder folder;
    folder.write("c.toml", text);
    const CatalogOutcome outcome = load_catalog(folder.path("c.toml"));
    ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
    EXPECT_EQ(outcome.catalog.policy.license_types.at(0).premium_capabilities, with(capability));
  }
}

TEST(Catalog, LacksSayWhatAndWhere) {
  EXPECT_EQ(complaints("[product]\nid = \"X\"\n"),
            (Lines{"1:1 product lacks title", "1:1 product lacks software_tag", "1:1 product lacks app_id",
                   "1:1 product lacks export_control", "1:1 product lacks blocked_when_enforced",
                   "1:1 the catalog lacks [policy]", "1:1 the catalog lacks [license_types]"}));
  EXPECT_EQ(complaints(kGoodHead), (Lines{"9:1 t lacks entitlements"}));
}

TEST(Catalog, EntitlementsThatContradictAreRefused) {
  const std::string twice = std::string(kGoodHead) + kGoodSeat + kGoodSeat;
  EXPECT_EQ(complaints(twice),
            (Lines{"21:1 entitlement \"a\" is there twice", "21:1 entitlement \"a\" has the tag of \"a\"",
                   "21:1 entitlement \"a\" has the meter of \"a\""}));
  EXPECT_EQ(
      complaints(std::string(kGoodHead) + kGoodSeat +
                 "[[license_types.t.entitlements]]\nname = \"seats\"\ntag = \"b\"\ndisplay_name = \"B\"\n"
                 "version = \"1\"\nmode = \"presence\"\nmeter = \"premium\"\n"),
      (Lines{"21:1 entitlement \"seats\" needs another name: a-z, 0-9, _ and -, but not seats or gap (rows of the "
             "history)",
             "21:1 entitlement \"seats\" has a tag that does not start with regid.",
             "21:1 entitlement \"seats\" is presence and cannot have a meter (R-USE-5)"}));
}

TEST(Catalog, UnknownWordsListTheKnownOnes) {
  EXPECT_EQ(
      complaints(std::string(kGoodHead) + "note = 5\n" + kGoodSeat + "wieght = 3\n[polici]\n"),
      (Lines{"22:1 unknown key \"wieght\" in [entitlement]; it takes name, tag, display_name, version, mode, meter",
             "14:8 note takes a string, not a whole number", "23:1 unknown section \"polici\"; did you mean policy?"}));
}

}  // namespace
}  // namespace lic
