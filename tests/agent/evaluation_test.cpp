// R-EVAL.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

TEST(Evaluation, RunsFromTheFirstStartAndEndsInEnforcementAfter90Days) {  // R-EVAL-1, 4
  Rig rig;
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation);
  EXPECT_EQ(rig.status().evaluation_left, 90 * kDay);
  rig.advance(90 * kDay - kSecond);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  rig.advance(kSecond);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation_expired);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  EXPECT_EQ(rig.status().enforcement_reasons, std::vector{EnforcementReason::evaluation_expired});
  EXPECT_FALSE(rig.status().provisioning_allowed);
  EXPECT_EQ(rig.status().blocked.size(), 3U);
  EXPECT_TRUE(rig.alarm(AlarmCode::evaluation_expired));
  EXPECT_TRUE(rig.alarm(AlarmCode::system_in_enforcement_state));
}

TEST(Evaluation, RegistrationStopsItAndDeregistrationGivesBackWhatIsLeft) {  // R-EVAL-2
  Rig rig;
  rig.advance(20 * kDay);
  rig.register_now();
  rig.advance(30 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 70 * kDay);
  EXPECT_FALSE(rig.status().evaluation_in_use);
  rig.feed(DeregisterCommand{});
  // The first authorization is still under way; when it is over come the last reports, then the goodbye (R-REG-1, 9).
  for (int exchange = 0; exchange < 3; ++exchange) rig.fail(rig.sent.back());
  EXPECT_EQ(rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_TRUE(rig.status().evaluation_in_use);
  EXPECT_EQ(rig.status().evaluation_left, 70 * kDay);
}

TEST(Evaluation, NothingEntersTheOutboxWhileUnregistered) {  // R-EVAL-3
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, with(Capability::chat), {}});
  rig.advance(kDay);
  EXPECT_TRUE(rig.state.outbox.empty());
  EXPECT_FALSE(rig.history.empty());
}

TEST(Evaluation, WarnsAt60_30_14_7_3_2_1DaysAndHourlyOnTheLast) {  // R-EVAL-5
  Rig rig;
  rig.advance(91 * kDay);
  const auto warnings = std::ranges::count_if(rig.events, [](const DomainEvent& event) {
    return event.name == "EVALUATION_EXPIRING" && (event.kind == "alarm_raised" || event.kind == "alarm_reminded");
  });
  EXPECT_EQ(warnings, 7 + 23);
}

TEST(Evaluation, SurvivesRebootsAndCountsTimeOff) {  // R-TIME-1
  Rig rig;
  rig.advance(10 * kDay);
  rig.restart(true, 5 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 75 * kDay);
  rig.restart(false, 2 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 73 * kDay);
}

TEST(Evaluation, SettingTheClockBackWinsNothing) {  // R-TIME-2
  Rig rig;
  rig.advance(10 * kDay);
  rig.step_wall(-9 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 80 * kDay);
  rig.restart(true);
  EXPECT_EQ(rig.status().evaluation_left, 80 * kDay);
}

}  // namespace
}  // namespace lic::test
