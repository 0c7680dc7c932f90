// Interfaces section 4, causes of the triggers of the seeds: renewals refused or timed out; and what SSM never judged.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"
#include "tests/alarms/alarm_causes.hpp"

namespace lic::test {
namespace {

class RenewalTrigger : public ::testing::Test {
protected:
  void SetUp() override { site.rig.register_now(); }
  Site site{policy_with_types()};
};

TEST_F(RenewalTrigger, AuthorizationIsRefused) {
  site.refusal = Refused{RefusalKind::other, "The account is suspended", std::nullopt};
  site.renew_authorization();
  EXPECT_TRUE(site.rig.alarm(AlarmCode::renew_authorization_failure));
  EXPECT_FALSE(site.rig.alarm(AlarmCode::communication_failure));
}

TEST_F(RenewalTrigger, AuthorizationTimesOut) {
  for (const FailureCode code : {FailureCode::no_answer_timeout, FailureCode::tcp_timeout, FailureCode::tls_timeout}) {
    site.failure = code;
    site.renew_authorization();
    EXPECT_TRUE(site.rig.alarm(AlarmCode::renew_authorization_failure));
    EXPECT_TRUE(site.rig.alarm(AlarmCode::communication_failure));
    site.failure.reset();
    site.renew_authorization();
    EXPECT_FALSE(site.rig.alarm(AlarmCode::renew_authorization_failure));
  }
}

TEST_F(RenewalTrigger, AWayThatIsClosedIsNoFailureOfTheRenewal) {
  site.failure = FailureCode::tcp_refused;
  site.renew_authorization();
  EXPECT_FALSE(site.rig.alarm(AlarmCode::renew_authorization_failure));
  EXPECT_TRUE(site.rig.alarm(AlarmCode::communication_failure));
}

TEST_F(RenewalTrigger, RegistrationTimesOut) {
  site.failure = FailureCode::no_answer_timeout;
  site.rig.feed(RenewRegistrationCommand{});
  EXPECT_TRUE(site.rig.alarm(AlarmCode::renew_registration_failure));
}

// R-STAT `init`: what a catalog adds is new to SSM until the next exchange.
TEST_F(RenewalTrigger, ALicenseThatTheCatalogAddsIsUnjudgedUntilTheNextAnswer) {
  EXPECT_FALSE(site.rig.alarm(AlarmCode::license_state_not_initialized));
  Entitlement added = site.rig.policy.license_type.entitlements.front();
  added.name = EntitlementName{"added"};
  added.tag = EntitlementTag{"tag.added"};
  added.display_name = "Added seat";
  site.rig.policy.license_types.front().entitlements.push_back(added);
  site.rig.policy.license_type = site.rig.policy.license_types.front();
  site.rig.restart();
  EXPECT_EQ(detail_of(site.rig, AlarmCode::license_state_not_initialized), "SSM has not answered yet for Added seat");
  site.renew_authorization();
  EXPECT_FALSE(site.rig.alarm(AlarmCode::license_state_not_initialized));
}

}  // namespace
}  // namespace lic::test
