#include "tests/peaks/rules.hpp"

#include <array>
#include <string>

namespace lic::peaks {
namespace {

Entitlement entitlement(const std::string& name, EntitlementMode mode, std::optional<Meter> meter) {
  return {EntitlementName{name}, EntitlementTag{"tag." + name}, name, "12.5", mode, meter};
}

Entitlement server() { return entitlement("server", EntitlementMode::presence, std::nullopt); }

LicenseType flex() {
  LicenseType type{.id = "flex", .title = "Flex", .entitlements = {}};
  type.limit_fields = {LimitField::standard, LimitField::premium};
  type.entitlements = {entitlement("standard", EntitlementMode::counted, Meter::standard),
                       entitlement("premium", EntitlementMode::counted, Meter::premium), server(),
                       entitlement("inbound", EntitlementMode::stored, Meter::inbound),
                       entitlement("outbound", EntitlementMode::stored, Meter::outbound)};
  return type;
}

LicenseType flex_with_version() {
  LicenseType type = flex();
  type.entitlements.push_back(entitlement("version", EntitlementMode::version, std::nullopt));
  return type;
}

LicenseType perpetual_premium() {
  LicenseType type{.id = "perpetual-premium", .title = "Perpetual Premium", .entitlements = {}};
  type.base_class = SeatClass::premium;
  type.limit_fields = {LimitField::seats, LimitField::outbound};
  type.entitlements = {entitlement("premium", EntitlementMode::counted, Meter::premium),
                       entitlement("outbound", EntitlementMode::counted, Meter::outbound), server()};
  return type;
}

LicenseType perpetual_production() {
  LicenseType type{.id = "perpetual-production", .title = "Perpetual Production", .entitlements = {}};
  type.base_class = SeatClass::regular;
  type.entitlements = {entitlement("premium", EntitlementMode::counted, Meter::premium),
                       entitlement("regular", EntitlementMode::counted, Meter::regular), server(),
                       entitlement("third_party_ivr", EntitlementMode::counted, Meter::ivr)};
  return type;
}

}  // namespace

Policy draw_policy(sim::Dice& dice) {
  Policy policy;
  policy.product_id = "UCCX";
  policy.report_spread = Millis{0};
  const std::array types = {flex(), flex_with_version(), perpetual_premium(), perpetual_production()};
  policy.license_type = types.at(static_cast<std::size_t>(dice.below(4)));
  for (const Capability capability : {Capability::supervisor, Capability::chat, Capability::email,
                                      Capability::outbound_progressive, Capability::outbound_predictive})
    policy.license_type.premium_capabilities |= with(capability);
  policy.license_types = {policy.license_type};
  policy.classification = static_cast<Classification>(dice.below(3));
  policy.reporting = dice.chance(0.7) ? Reporting::every_15_minutes : Reporting::every_8_hours;
  policy.ooc_policy = dice.chance(0.5) ? OocPolicy::tolerant : OocPolicy::immediate;
  policy.report_unchanged = dice.chance(0.7);
  policy.outbox_rows_max = dice.chance(0.5) ? 2880 : 4 + dice.below(12);
  if (dice.chance(0.2)) policy.max_seats = 3 + dice.below(8);
  return policy;
}

}  // namespace lic::peaks
