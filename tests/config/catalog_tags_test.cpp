#include <gtest/gtest.h>

#include <algorithm>

#include "agent/license_type.hpp"
#include "tests/config/catalog_text.hpp"

namespace lic {
namespace {

constexpr const char* kTags = "catalogs/uccx-12.5.tags.toml";
constexpr const char* kOwnTag = "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_00000000-0000-4000-8000-000000000001";

const Entitlement& entitlement(const LicenseType& type, const std::string& name) {
  return *find_by_name(type, EntitlementName{name});
}

TEST(CatalogTags, ReplaceSingleTagsWithoutACopyOfTheCatalog) {
  const ConfigFolder folder;
  const LicenseType shipped = folder.load(kGoodProduct).config.policy.license_type;
  folder.write(kTags, std::string("software_tag = \"regid.own\"\n[flex]\nstandard = \"") + kOwnTag + "\"\n");
  const ConfigOutcome outcome = folder.load(kGoodProduct);
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  const Policy& policy = outcome.config.policy;
  EXPECT_EQ(outcome.config.tags_file, folder.path(kTags));
  EXPECT_EQ(policy.software_tag, "regid.own");
  EXPECT_EQ(entitlement(policy.license_type, "standard").tag.value, kOwnTag);
  EXPECT_EQ(entitlement(*allowed_type(policy, "flex", UsageMode::production), "standard").tag.value, kOwnTag);
  EXPECT_EQ(entitlement(policy.license_type, "premium"), entitlement(shipped, "premium"));
}

TEST(CatalogTags, TwoMayChangePlaces) {
  const ConfigFolder folder;
  const LicenseType shipped = folder.load(kGoodProduct).config.policy.license_type;
  folder.write(kTags, "[flex]\nstandard = \"" + entitlement(shipped, "premium").tag.value + "\"\npremium = \"" +
                          entitlement(shipped, "standard").tag.value + "\"\n");
  EXPECT_EQ(folder.complaints(kGoodProduct), Lines{});
}

TEST(CatalogTags, WhatIsWrongIsToldWithItsPlace) {
  const ConfigFolder folder;
  folder.write(kTags,
               "software_tag = 5\n[flx]\n[flex]\nstandart = \"regid.a\"\npremium = \"CCX_FLEX_PREMIUM\"\n"
               "inbound = \"regid.b\"\noutbound = \"regid.b\"\n");
  EXPECT_EQ(
      folder.complaints(kGoodProduct),
      (Lines{"catalogs/uccx-12.5.tags.toml:1:16: error: software_tag takes a string, not a whole number",
             "catalogs/uccx-12.5.tags.toml:2:1: error: the catalog uccx-12.5 has no license type \"flx\"; did you "
             "mean flex?",
             "catalogs/uccx-12.5.tags.toml:4:1: error: the catalog uccx-12.5 has no entitlement in flex "
             "\"standart\"; did you mean standard?",
             "catalogs/uccx-12.5.tags.toml:5:11: error: premium is no tag: a tag starts with regid.",
             "catalogs/uccx-12.5.tags.toml:6:11: error: inbound has the tag of \"outbound\"",
             "catalogs/uccx-12.5.tags.toml:7:12: error: outbound has the tag of \"inbound\""}));
}

TEST(CatalogTags, ABrokenFileRefusesTheStart) {
  const ConfigFolder folder;
  folder.write(kTags, "[flex\n");
  const Lines lines = folder.complaints(kGoodProduct);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("catalogs/uccx-12.5.tags.toml:1:6: error: not TOML: ")) << lines[0];
}

TEST(OwnCatalog, AWholeProductIsAddedByAFile) {
  const ConfigFolder folder;
  folder.write("catalogs/our-switch.toml", std::string(kGoodHead) + kGoodSeat);
  const ConfigOutcome outcome = folder.load("[product]\ncatalog = \"our-switch\"\nlicense_type = \"t\"\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.policy.catalog_id, "our-switch");
  EXPECT_EQ(outcome.config.policy.license_type.title, "T");
}

TEST(OwnCatalog, WhatIsWrongIsToldWithItsPlace) {
  const ConfigFolder folder;
  folder.write("catalogs/our-switch.toml", std::string(kGoodHead) + kGoodSeat + "meter2 = 1\n");
  EXPECT_EQ(
      folder.complaints("[product]\ncatalog = \"our-switch\"\nlicense_type = \"t\"\n"),
      Lines{"catalogs/our-switch.toml:21:1: error: unknown key \"meter2\" in [entitlement]; did you mean meter?"});
}

}  // namespace
}  // namespace lic
