#include "tests/catalogs/facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/config/catalog_file.hpp"

namespace lic::test {
namespace {

using enum Capability;

CapabilitySet all_of(std::initializer_list<Capability> list) {
  CapabilitySet set;
  for (const Capability capability : list) set |= with(capability);
  return set;
}

// S1, "License Computation": premium is chat and email, outbound predictive and progressive; and "if an agent has
// supervisor capabilities, the agent is using the premium feature".
const CapabilitySet kFlexPremium = all_of({chat, email, outbound_predictive, outbound_progressive, supervisor});
// By true use from SU3 on (its release notes); the supervisor counts at sign-in under every policy (R-USE-2).
const CapabilitySet kSupervisor = all_of({supervisor});
const CapabilitySet kNothing;

constexpr auto standard = SeatClass::standard;
constexpr auto premium = SeatClass::premium;
constexpr auto regular = SeatClass::regular;
constexpr auto production = TypeClass::production;
constexpr auto lab = TypeClass::lab;
const std::vector<LimitField> kPool = {LimitField::standard, LimitField::premium};

// The workload: six seats, of which three are configured for something premium and two of them use it or are
// supervisors; 3 inbound, 5 outbound and 7 IVR ports, 2 outbound seats.
const Counts kFlexConfigured = {
    {"standard", 3}, {"premium", 3}, {"inbound", 3}, {"outbound", 5}, {"outbound_seats", 2}};
const Counts kFlexUsed = {{"standard", 4}, {"premium", 2}, {"inbound", 3}, {"outbound", 5}, {"outbound_seats", 2}};
const Counts kFlex15 = {{"standard", 4}, {"premium", 2}, {"inbound", 3}, {"outbound", 5}};
const Counts kConfiguredReport = {{"standard", 3}, {"premium", 3}, {"server", 0}};
const Counts kUsedReport = {{"standard", 4}, {"premium", 2}, {"server", 0}};
const Counts kReport15 = {{"standard", 4}, {"premium", 2}, {"version", 1}};

constexpr const char* kFlexSource = "S1, License Computation: Flex; server license usage reports to 0";
constexpr const char* kFlexUsedSource = "S1, License Computation: Flex; release notes of SU3: by true consumption";
constexpr const char* kPremiumSource =
    "features guide: Perpetual Premium, every agent counts as premium whatever the skills";
constexpr const char* kEnhancedSource = "features guide: Perpetual Enhanced, every agent counts as standard";
constexpr const char* kHcsSource = "rules.md section 14: as Flex; S4: not for on-premises deployments";
constexpr const char* kLabSource = "rules.md section 14: as Flex; S4: only for lab purposes; S1: no License Control";
constexpr const char* kIvrSource = "features guide, License Control: IVR ports";
constexpr const char* kCceSource =
    "S3, Select License Type; 15.0 guide: premium by supervisor, handled outbound and digital";

const Counts kPerpetualPremium = {{"premium", 6}, {"inbound", 3}, {"outbound", 5}, {"outbound_seats", 2}};

const Counts kPremiumReport = {{"premium", 6}, {"outbound", 5}, {"server", 0}};
const Counts kEnhancedStored = {{"standard", 6}, {"inbound", 3}};
const Counts kEnhancedReport = {{"standard", 6}, {"server", 0}};
const Counts kIvrPorts = {{"ivr", 7}};
const std::vector<LimitField> kSeatsAndPorts = {LimitField::seats, LimitField::outbound};
const std::vector<LimitField> kSeats = {LimitField::seats};
const std::vector<LimitField> kIvr = {LimitField::ivr};
const std::vector<LimitField> kNoControl = {};

std::vector<TypeFacts> uccx_12_5() {
  return {
      {"uccx-12.5", "flex", kFlexSource, standard, kFlexPremium, kFlexPremium, kFlexConfigured, kConfiguredReport,
       kPool, production, false},
      {"uccx-12.5", "perpetual-premium", kPremiumSource, premium, kNothing, kNothing, kPerpetualPremium, kPremiumReport,
       kSeatsAndPorts, production, false},
      {"uccx-12.5", "perpetual-enhanced", kEnhancedSource, standard, kNothing, kNothing, kEnhancedStored,
       kEnhancedReport, kSeats, production, false},
      {"uccx-12.5", "flex-hcs", kHcsSource, standard, kFlexPremium, kFlexPremium, kFlexConfigured, kConfiguredReport,
       kPool, production, true},
      {"uccx-12.5", "nps", kLabSource, standard, kFlexPremium, kFlexPremium, kFlexConfigured, kConfiguredReport,
       kNoControl, lab, true},
      {"uccx-12.5", "nfr", kLabSource, standard, kFlexPremium, kFlexPremium, kFlexConfigured, kConfiguredReport,
       kNoControl, lab, true},
      {"uccx-12.5", "ip-ivr", kIvrSource, standard, kNothing, kNothing, kIvrPorts, kIvrPorts, kIvr, production, false},
  };
}

std::vector<TypeFacts> uccx_12_5_su3() {
  return {
      {"uccx-12.5su3", "flex", kFlexUsedSource, standard, kSupervisor, kFlexPremium, kFlexUsed, kUsedReport, kPool,
       production, false},
      {"uccx-12.5su3", "perpetual-premium", kPremiumSource, premium, kNothing, kNothing, kPerpetualPremium,
       kPremiumReport, kSeatsAndPorts, production, false},
      {"uccx-12.5su3", "perpetual-enhanced", kEnhancedSource, standard, kNothing, kNothing, kEnhancedStored,
       kEnhancedReport, kSeats, production, false},
      {"uccx-12.5su3", "nps", kLabSource, standard, kSupervisor, kFlexPremium, kFlexUsed, kUsedReport, kNoControl, lab,
       true},
      {"uccx-12.5su3", "nfr", kLabSource, standard, kSupervisor, kFlexPremium, kFlexUsed, kUsedReport, kNoControl, lab,
       true},
      {"uccx-12.5su3", "ip-ivr", kIvrSource, standard, kNothing, kNothing, kIvrPorts, kIvrPorts, kIvr, production,
       false},
  };
}

std::vector<TypeFacts> uccx_15() {
  return {
      {"uccx-15", "flex", "S1, Flex; 15.0 command reference: UCCX Version 15 always", standard, kSupervisor,
       kFlexPremium, kFlex15, kReport15, kPool, production, false},
      {"uccx-15", "nps", kLabSource, standard, kSupervisor, kFlexPremium, kFlex15, kReport15, kNoControl, lab, true},
      {"uccx-15",
       "ip-ivr",
       kIvrSource,
       standard,
       kNothing,
       kNothing,
       kIvrPorts,
       {{"ivr", 7}, {"version", 1}},
       kIvr,
       production,
       false},
  };
}

std::vector<TypeFacts> ucce_15() {
  return {
      {"ucce-15",
       "flex",
       kCceSource,
       standard,
       kSupervisor,
       kFlexPremium,
       {{"standard", 4}, {"premium", 2}, {"outbound", 5}},
       {{"standard", 4}, {"premium", 2}, {"outbound", 5}, {"server", 0}},
       kNoControl,
       production,
       false},
      {"ucce-15",
       "perpetual",
       kCceSource,
       regular,
       kSupervisor,
       kFlexPremium,
       {{"regular", 4}, {"premium", 2}, {"outbound", 5}, {"ivr", 7}},
       {{"regular", 4}, {"premium", 2}, {"outbound", 5}, {"ivr", 7}, {"server", 0}},
       kNoControl,
       production,
       false},
      {"ucce-15",
       "perpetual-non-production",
       kCceSource,
       regular,
       kSupervisor,
       kFlexPremium,
       {{"regular", 4}, {"premium", 2}, {"outbound", 5}},
       {{"regular", 4}, {"premium", 2}, {"outbound", 5}, {"server", 0}},
       kNoControl,
       lab,
       true},
  };
}

std::vector<TypeFacts> made() {
  std::vector<TypeFacts> rows;
  for (const auto& product : {uccx_12_5(), uccx_12_5_su3(), uccx_15(), ucce_15()})
    rows.insert(rows.end(), product.begin(), product.end());
  return rows;
}

}  // namespace

const std::vector<TypeFacts>& facts() {
  static const std::vector<TypeFacts> rows = made();
  return rows;
}

void PrintTo(const TypeFacts& row, std::ostream* out) {
  *out << row.catalog << " " << row.type << " (" << row.source << ")";
}

std::string test_name(const TypeFacts& row) {
  std::string name = std::string(row.catalog) + "_" + row.type;
  std::ranges::replace_if(
      name, [](char letter) { return letter == '-' || letter == '.'; }, '_');
  return name;
}

Policy policy_of(const TypeFacts& row) {
  const CatalogOutcome outcome = load_catalog(std::string(LIC_SHIPPED_ETC) + "/catalogs/" + row.catalog + ".toml");
  EXPECT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  Policy policy = outcome.catalog.policy;
  policy.report_spread = Millis{0};
  const auto type = std::ranges::find(policy.license_types, row.type, &LicenseType::id);
  EXPECT_NE(type, policy.license_types.end()) << row.type;
  if (type != policy.license_types.end()) policy.license_type = *type;
  return policy;
}

}  // namespace lic::test
