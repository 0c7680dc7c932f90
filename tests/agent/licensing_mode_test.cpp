// R-LIFE-1: classic mode measures and says nothing to SSM; smart mode is for ever.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"
#include "tests/agent/type_choice.hpp"

namespace lic::test {
namespace {

Policy classic_policy() {
  Policy policy = policy_with_types();
  policy.first_mode = LicensingMode::classic;
  return policy;
}

constexpr const char* kClassic =
    "smart licensing is not enabled: this product is in classic mode; go over first with: smart-agentctl migrate --yes "
    "(there is no way back)";

TEST(LicensingMode, AFreshInstallIsSmart) {
  Rig rig;
  EXPECT_EQ(rig.status().licensing_mode, LicensingMode::smart);
  EXPECT_TRUE(rig.status().evaluation_in_use);
  EXPECT_FALSE(rig.alarm(AlarmCode::smart_agent_not_enabled));
}

TEST(LicensingMode, IsReadFromTheConfigurationOnce) {
  Rig classic(classic_policy());
  EXPECT_EQ(classic.status().licensing_mode, LicensingMode::classic);
  classic.policy.first_mode = LicensingMode::smart;
  classic.restart(true);
  EXPECT_EQ(classic.status().licensing_mode, LicensingMode::classic);
  Rig smart;
  smart.policy.first_mode = LicensingMode::classic;
  smart.restart(true);
  EXPECT_EQ(smart.status().licensing_mode, LicensingMode::smart);
}

TEST(LicensingMode, ClassicMeasuresUsageAndUsesNoEvaluation) {
  Rig rig(classic_policy());
  EXPECT_TRUE(signs_in(rig, "chat", Capability::chat));
  rig.advance(400 * kDay);
  const StatusView view = rig.status();
  EXPECT_EQ(view.premium_seats, 1);
  EXPECT_EQ(view.evaluation_left, 90 * kDay);
  EXPECT_FALSE(view.evaluation_in_use);
  EXPECT_EQ(view.registration, RegistrationAxis::unregistered);
  EXPECT_EQ(view.authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_EQ(view.enforcement, EnforcementAxis::none);
  EXPECT_TRUE(view.provisioning_allowed);
  EXPECT_EQ(view.banner.level, BannerLevel::none);
  EXPECT_EQ(view.outbox_rows, 0);
  EXPECT_TRUE(rig.sent.empty());
  for (const EntitlementView& entitlement : view.entitlements)
    EXPECT_EQ(entitlement.status, EntitlementStatus::disabled) << entitlement.name.value;
  ASSERT_FALSE(rig.history.empty());
  EXPECT_EQ(rig.history.back().row.state, "classic");
  EXPECT_TRUE(rig.alarm(AlarmCode::smart_agent_not_enabled));
}

TEST(LicensingMode, ClassicRefusesTheVerbsOfSmartLicensing) {
  Rig rig(classic_policy());
  const Sections before = without_clock(rig);
  EXPECT_EQ(told(rig, RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, true}), kClassic);
  EXPECT_NE(std::ranges::find(rig.effects, Effect{DestroyToken{TokenRef{"token-1"}}}), rig.effects.end());
  EXPECT_EQ(told(rig, DeregisterCommand{}), kClassic);
  EXPECT_EQ(told(rig, RenewAuthorizationCommand{true}), kClassic);
  EXPECT_EQ(told(rig, RenewRegistrationCommand{true}), kClassic);
  EXPECT_EQ(told(rig, SetTransport{}), kClassic);
  EXPECT_EQ(told(rig, ResetTransport{}), kClassic);
  EXPECT_EQ(told(rig, SetLicenseControl{false, {}, false}), kClassic);
  EXPECT_EQ(told(rig, EnableReservation{}), kClassic);
  EXPECT_EQ(told(rig, RequestReservation{}), kClassic);
  EXPECT_EQ(told(rig, CancelReservation{}), kClassic);
  EXPECT_EQ(told(rig, InstallReservation{}), kClassic);
  EXPECT_EQ(told(rig, ReturnReservation{}), kClassic);
  EXPECT_EQ(told(rig, ReturnAuthorization{}), kClassic);
  EXPECT_EQ(told(rig, DisableReservation{}), kClassic);
  EXPECT_EQ(without_clock(rig), before);
}

TEST(LicensingMode, MigrationStartsTheEvaluationAndIsForEver) {
  Rig rig(classic_policy());
  signs_in(rig, "chat", Capability::chat);
  rig.advance(200 * kDay);
  EXPECT_EQ(told(rig, MigrateToSmart{}), "Smart licensing is enabled, for good. Register this product instance.");
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation);
  EXPECT_EQ(rig.status().evaluation_left, 90 * kDay);
  EXPECT_EQ(rig.status().premium_seats, 1);
  EXPECT_FALSE(rig.alarm(AlarmCode::smart_agent_not_enabled));
  rig.advance(kDay);
  EXPECT_EQ(rig.status().evaluation_left, 89 * kDay);
  EXPECT_EQ(told(rig, MigrateToSmart{}), "smart licensing is enabled already; register with: smart-agentctl register");
  rig.restart(true);
  EXPECT_EQ(rig.status().licensing_mode, LicensingMode::smart);
  rig.register_now();
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
}

TEST(LicensingMode, WorkforceOptimizationNeedsClassic) {  // S0
  Policy policy = classic_policy();
  policy.workforce_optimization = true;
  Rig rig(policy);
  EXPECT_EQ(objection_to(rig, MigrateToSmart{}),
            "workforce optimization (product.wfo) needs classic mode, so this product cannot migrate");
  EXPECT_EQ(rig.status().licensing_mode, LicensingMode::classic);
}

TEST(LicensingMode, ACatalogWithoutClassicModeEndsIt) {  // UCCX 15
  Rig rig(classic_policy());
  rig.policy.knows_classic_mode = false;
  rig.restart(true, kDay);
  EXPECT_EQ(rig.status().licensing_mode, LicensingMode::smart);
  EXPECT_TRUE(rig.status().evaluation_in_use);
  EXPECT_EQ(times_recorded(rig, "LICENSING_MODE_CHANGED"), 1);
}

}  // namespace
}  // namespace lic::test
