// R-USE-2: every capability set of every license type of every shipped catalog, through the real step.
#include <gtest/gtest.h>

#include "agent/names.hpp"
#include "daemon/config/catalog_file.hpp"
#include "tests/agent/rig.hpp"
#include "tests/catalogs/facts.hpp"

namespace lic::test {
namespace {

class Classes : public testing::TestWithParam<TypeFacts> {};

constexpr unsigned long kAllSets = 1UL << kCapabilityCount;

SeatClass expected(const TypeFacts& row, const CapabilitySet& premium) {
  return premium.any() ? SeatClass::premium : row.base;
}

// The class that the caller is told, and that is kept.
SeatClass told(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  const auto* done = answer == nullptr ? nullptr : std::get_if<SeatDone>(answer);
  EXPECT_NE(done, nullptr);
  const SeatClass kept = rig.state.seats.find("a")->seat_class;
  EXPECT_EQ(done == nullptr ? kept : done->seat_class, kept);
  return kept;
}

TEST_P(Classes, FollowFromWhatIsConfiguredAndUsed) {
  const TypeFacts& row = GetParam();
  Rig rig(policy_of(row));
  for (unsigned long bits = 0; bits < kAllSets; ++bits) {
    const CapabilitySet set(bits);
    rig.effects.clear();
    EXPECT_EQ(told(rig, SignIn{.seat = SeatId{"a"}, .capabilities = set}), expected(row, set & row.by_sign_in))
        << "configured " << set << ": " << row.source;
    const CapabilitySet counting = (set & row.by_sign_in) | (set & row.by_use);
    EXPECT_EQ(told(rig, SeatUpdate{SeatId{"a"}, std::nullopt, set}), expected(row, counting))
        << "used " << set << ": " << row.source;
    rig.feed(SignOut{SeatId{"a"}});
  }
}

// What is used without being configured counts where use counts, and only there.
TEST_P(Classes, UseWithoutConfigurationCountsWhereUseCounts) {
  const TypeFacts& row = GetParam();
  Rig rig(policy_of(row));
  const bool by_use = rig.policy.classification == Classification::used;
  for (unsigned long bits = 0; bits < kAllSets; ++bits) {
    const CapabilitySet set(bits);
    rig.effects.clear();
    rig.feed(SignIn{.seat = SeatId{"a"}, .capabilities = {}});
    const CapabilitySet counting = by_use ? set & row.by_use : CapabilitySet{};
    EXPECT_EQ(told(rig, SeatUpdate{SeatId{"a"}, std::nullopt, set}), expected(row, counting))
        << "used " << set << ": " << row.source;
    rig.feed(SignOut{SeatId{"a"}});
  }
}

TEST_P(Classes, TypesAreWhatTheSourcesSay) {
  const TypeFacts& row = GetParam();
  const LicenseType type = policy_of(row).license_type;
  EXPECT_EQ(type.limit_fields, row.limits) << row.source;  // R-CTL-1
  EXPECT_EQ(type.type_class, row.type_class);
  EXPECT_EQ(!type.note.empty(), row.has_note);  // R-LIFE-4
}

INSTANTIATE_TEST_SUITE_P(Catalogs, Classes, testing::ValuesIn(facts()),
                         [](const auto& row) { return test_name(row.param); });

// No type without a row, no row without a type.
TEST(Facts, NameEveryTypeOfEveryCatalogInOrder) {
  std::vector<std::string> written, shipped;
  for (const TypeFacts& row : facts()) written.push_back(std::string(row.catalog) + " " + row.type);
  const std::string folder = std::string(LIC_SHIPPED_ETC) + "/catalogs";
  EXPECT_EQ(catalogs_in({folder}).size(), 4U);
  for (const char* catalog : {"uccx-12.5", "uccx-12.5su3", "uccx-15", "ucce-15"})
    for (const LicenseType& type : load_catalog(folder + "/" + catalog + ".toml").catalog.policy.license_types)
      shipped.push_back(std::string(catalog) + " " + type.id);
  EXPECT_EQ(written, shipped);
}

TEST(ThirdPartyDigital, StaysStandardOnCce) {  // 15.0 guide: "through third-party applications: Standard only"
  for (const TypeFacts& row : facts()) {
    const CapabilitySet counting = row.by_sign_in | row.by_use;
    EXPECT_FALSE(has(counting, Capability::digital_third_party)) << row.catalog << " " << row.type;
  }
}

}  // namespace
}  // namespace lic::test
