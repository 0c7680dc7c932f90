// R-REG-9 beside a new registration, and who keeps silent (R-REG-1, R-ID-2, 3).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/office.hpp"

namespace lic::test {
namespace {

TEST(Drawer, ACloneSuspicionOfAnOldInstanceSaysNothingOfTheStandingOne) {  // R-ID-2
  Office office;
  office.leave_unheard();
  office.enroll();  // SSM is away: both wait
  office.down = false;
  office.goodbye_answer = Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt};
  office.rig.advance(2 * kMinute);
  EXPECT_EQ(office.told("DEREGISTRATION_GIVEN_UP"), 1);
  EXPECT_EQ(office.rig.status().registration, RegistrationAxis::registered);
  EXPECT_FALSE(office.rig.status().clone_suspected);
}

TEST(Drawer, ARegisterDeliversItFirst) {
  Office office;
  office.leave_unheard();
  office.down = false;
  office.enroll();
  ASSERT_GE(office.seen.size(), 2U);
  EXPECT_EQ(office.seen[0], office.first);
  EXPECT_TRUE(std::holds_alternative<RegistrationRequest>(office.seen[1].body));
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_EQ(office.rig.status().registration, RegistrationAxis::registered);
}

TEST(Drawer, ARegistrationGoesOnAfterOneTryAndTriesAgainBeforeItsNextAttempt) {
  Office office;
  office.leave_unheard();
  const auto planned = office.rig.status().goodbyes[0].next_attempt_at;
  office.enroll();
  ASSERT_EQ(office.seen.size(), 2U);
  EXPECT_TRUE(is_goodbye(office.seen[0]));
  EXPECT_TRUE(std::holds_alternative<RegistrationRequest>(office.seen[1].body));
  EXPECT_EQ(office.rig.status().goodbyes[0].next_attempt_at, planned) << "its own schedule stays";
  office.seen.clear();
  office.down = false;
  office.rig.advance(2 * kMinute);
  ASSERT_GE(office.seen.size(), 2U);
  EXPECT_TRUE(is_goodbye(office.seen[0])) << "SSM would refuse a second instance of this machine";
  EXPECT_EQ(office.rig.status().registration, RegistrationAxis::registered);
}

TEST(Drawer, StopsAtTheFirstSilenceWhenSeveralWaitBeforeARegistration) {
  Office office;
  office.leave_unheard();
  office.down = false;
  office.goodbye_answer = TryAgainLater{"busy", std::nullopt};
  office.enroll();
  office.leave_unheard();
  ASSERT_EQ(office.rig.status().goodbyes.size(), 2U);
  office.enroll();
  EXPECT_EQ(std::ranges::count_if(office.seen, is_goodbye), 1);
}

TEST(Drawer, NeverEndsTheRegistrationThatStands) {  // SSM may give a machine its old instance again
  Office office;
  office.leave_unheard();
  office.enroll();
  office.down = false;
  office.instances = 0;
  office.goodbye_answer = TryAgainLater{"busy", std::nullopt};
  office.rig.advance(2 * kMinute);
  ASSERT_EQ(office.rig.status().identity->instance.value, "piid-1");
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_TRUE(office.destroyed(office.key));
  EXPECT_EQ(office.told("DEREGISTRATION_WITHDRAWN"), 1);
}

TEST(Drawer, VerbsQueueBehindAGoodbyeThatIsUnderWay) {  // R-REG-1
  Office office;
  office.leave_unheard();
  office.down = false;
  office.goodbye_answer = TryAgainLater{"busy", std::nullopt};
  office.enroll();
  ASSERT_EQ(office.rig.status().registration, RegistrationAxis::registered);
  office.rig.ssm = nullptr;
  office.rig.sent.clear();
  while (office.rig.sent.empty() || !is_goodbye(office.rig.sent.back())) {
    office.rig.advance(kMinute);
    if (!office.rig.sent.empty() && !is_goodbye(office.rig.sent.back())) {
      const SsmRequest report = office.rig.sent.back();
      office.rig.reply(report, Pool{}.judge(std::get<AuthorizationRequest>(report.body), office.rig.now.wall));
    }
  }
  const SsmRequest goodbye = office.rig.sent.back();
  const std::size_t sent = office.rig.sent.size();
  const RequestId caller = office.rig.ask(DeregisterCommand{});
  EXPECT_EQ(office.rig.sent.size(), sent);
  office.rig.reply(goodbye, Deregistered{});
  EXPECT_EQ(office.rig.answer_to(caller), nullptr) << "that was the old instance's";
  EXPECT_EQ(office.rig.status().registration, RegistrationAxis::registered);
  ASSERT_GT(office.rig.sent.size(), sent);
  EXPECT_EQ(office.rig.sent.back().signer->instance.value, "piid-2");
}

TEST(Drawer, IsSilentOnOtherHardwareAndSpeaksWhenItIsBack) {  // R-ID-3
  Office office;
  office.leave_unheard();
  office.down = false;
  const Udi home = office.rig.udi;
  office.rig.udi.serial = "ffffffffffff";
  office.rig.restart(true);
  office.rig.advance(10 * kDay);
  EXPECT_TRUE(office.seen.empty());
  EXPECT_FALSE(office.rig.status().goodbyes.at(0).next_attempt_at.has_value());
  office.rig.udi = home;
  office.rig.restart(true);
  EXPECT_EQ(office.told("DEREGISTRATION_DELIVERED"), 1);
}

TEST(Drawer, IsSilentWhileThisCopyIsSuspectedToBeAClone) {  // R-ID-2
  Office office;
  office.leave_unheard();
  office.enroll();
  office.rig.ssm = nullptr;
  office.rig.sent.clear();
  office.rig.advance(2 * kMinute);
  office.rig.fail(office.rig.sent.back());  // the goodbye
  office.rig.reply(office.rig.sent.back(), as_instance(office.rig, "piid-2"));
  office.rig.reply(office.rig.sent.back(), Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt});
  ASSERT_TRUE(office.rig.status().clone_suspected);
  const std::size_t sent = office.rig.sent.size();
  office.rig.advance(10 * kDay);
  EXPECT_EQ(office.rig.sent.size(), sent);
  EXPECT_EQ(office.rig.status().goodbyes.size(), 1U);
}

}  // namespace
}  // namespace lic::test
