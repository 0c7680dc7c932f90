#include "tests/simulation/scenario.hpp"

#include <utility>

namespace lic::sim {
namespace {

Entitlement entitlement(const char* name, EntitlementMode mode, std::optional<Meter> meter) {
  Entitlement made;
  made.name = EntitlementName{name};
  made.tag = EntitlementTag{std::string("regid.2019-06.com.example.") + name + ",12.5_example"};
  made.display_name = name;
  made.version = "12.5";
  made.mode = mode;
  made.meter = meter;
  return made;
}

LicenseType flex() {
  LicenseType type;
  type.id = "flex";
  type.title = "Flex";
  type.premium_capabilities = with(Capability::supervisor) | with(Capability::chat) | with(Capability::email) |
                              with(Capability::outbound_progressive) | with(Capability::outbound_predictive);
  type.entitlements = {entitlement("standard", EntitlementMode::counted, Meter::standard),
                       entitlement("premium", EntitlementMode::counted, Meter::premium),
                       entitlement("server", EntitlementMode::presence, std::nullopt),
                       entitlement("inbound", EntitlementMode::stored, Meter::inbound),
                       entitlement("outbound", EntitlementMode::stored, Meter::outbound)};
  type.limit_fields = {LimitField::standard, LimitField::premium};
  return type;
}

}  // namespace

Policy plain_policy() {
  Policy policy;
  policy.catalog_id = "simulated";
  policy.product_id = "UCCX";
  policy.software_tag = "regid.example.product";
  policy.app_id = "Simulated Product";
  policy.license_type = flex();
  LicenseType lab = policy.license_type;
  lab.id = "nps";
  lab.title = "Non-production";
  lab.type_class = TypeClass::lab;
  lab.limit_fields.clear();
  policy.license_types = {policy.license_type, lab};
  policy.blocked_when_enforced = {"agent_add", "agent_change", "agent_delete"};
  return policy;
}

Scenario draw_scenario(Dice dice) {
  Scenario scenario;
  scenario.policy = plain_policy();
  Policy& policy = scenario.policy;
  policy.report_unchanged = false;
  if (dice.chance(0.4)) {
    policy.ooc_policy = OocPolicy::immediate;
    policy.classification = Classification::used;
    policy.reporting = Reporting::every_8_hours;
  } else if (dice.chance(0.3)) {
    policy.classification = Classification::used;  // as CCE
  }
  if (dice.chance(0.3)) policy.report_spread = Millis{0};
  if (dice.chance(0.3)) policy.max_seats = 8 + dice.below(12);
  if (dice.chance(0.2)) policy.outbox_rows_max = 40;
  if (dice.chance(0.2)) policy.authorization_grace = Millis{0};
  const bool calm = dice.chance(0.2);
  scenario.loss = calm ? 0 : 0.03;
  scenario.duplicate = calm ? 0 : 0.02;
  scenario.late = calm ? 0 : 0.02;
  scenario.commit_failure = calm ? 0 : 0.004;
  scenario.crash = calm ? 0 : 0.003;
  scenario.drift_a_day = Millis{dice.below(4001) - 2000};
  scenario.clock_troubles = dice.chance(0.4);
  scenario.clones = dice.chance(0.15);
  scenario.reserves = dice.chance(0.4);
  scenario.moves = dice.chance(0.15);
  policy.export_control_applies = dice.chance(0.5);
  if (dice.chance(0.2)) {
    policy.first_mode = LicensingMode::classic;
    policy.knows_classic_mode = dice.chance(0.7);
    policy.workforce_optimization = dice.chance(0.3);
  }
  scenario.bursts_a_year = 4 + static_cast<double>(dice.below(5));
  return scenario;
}

}  // namespace lic::sim
