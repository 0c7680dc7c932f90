// R-REG-9: goodbyes that SSM did not hear are kept and said again; R-ID-1.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/office.hpp"

namespace lic::test {
namespace {

TEST(Drawer, KeepsTheKeyOfAGoodbyeThatSsmDidNotHearAndShowsIt) {
  Office office;
  office.leave_unheard();
  EXPECT_EQ(office.rig.status().registration, RegistrationAxis::unregistered);
  EXPECT_FALSE(office.destroyed(office.key));
  const StatusView view = office.rig.status();
  ASSERT_EQ(view.goodbyes.size(), 1U);
  EXPECT_EQ(view.goodbyes[0].instance.value, "piid-1");
  EXPECT_NEAR(static_cast<double>((*view.goodbyes[0].next_attempt_at - view.now) / kMinute), 60, 12);
  EXPECT_NEAR(static_cast<double>((view.goodbyes[0].expires_at - view.now) / kDay), 365, 1);
  EXPECT_EQ(view.goodbyes[0].last_attempt->record.code, FailureCode::tcp_refused);
  EXPECT_TRUE(std::ranges::any_of(view.upcoming, [](const UpcomingView& next) { return next.kind == "goodbye"; }));
  EXPECT_TRUE(view.alarms.empty()) << "the operator knows; an unregistered machine is not in alarm for it";
}

TEST(Drawer, TheOperatorIsToldOnceWhichInstanceToRemoveByHand) {
  Office office;
  office.leave_unheard();
  const auto at = office.text.find("piid-1");
  ASSERT_NE(at, std::string::npos) << office.text;
  EXPECT_EQ(office.text.find("piid-1", at + 1), std::string::npos) << office.text;
}

TEST(Drawer, SaysItAgainHourlyThenHalfDailyThenDailyWithTheSameNumberAndId) {  // R-AUTH-6, R-ID-1
  Office office;
  office.leave_unheard();
  std::vector<double> hours;
  WallTime before = office.rig.now.wall;
  for (int attempt = 0; attempt < 10; ++attempt) {
    while (office.seen.empty()) office.rig.advance(kMinute);
    EXPECT_EQ(office.seen.back(), office.first);
    hours.push_back(std::chrono::duration<double, std::ratio<3600>>(office.rig.now.wall - before).count());
    before = office.rig.now.wall;
    office.seen.clear();
  }
  const std::vector<double> expected = {1, 1, 1, 1, 12, 12, 12, 12, 24, 24};
  for (std::size_t index = 0; index < expected.size(); ++index)
    EXPECT_NEAR(hours[index], expected[index], expected[index] * 0.2 + 0.05) << index;
}

TEST(Drawer, IsEmptyAndItsKeyIsDestroyedOnceSsmHasHeard) {
  Office office;
  office.leave_unheard();
  office.down = false;
  office.rig.advance(2 * kHour);
  ASSERT_EQ(office.seen.size(), 1U);
  EXPECT_EQ(office.seen.back().signer, office.first.signer);
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_TRUE(office.destroyed(office.key));
  EXPECT_EQ(office.told("DEREGISTRATION_DELIVERED"), 1);
  office.rig.advance(30 * kDay);
  EXPECT_EQ(office.seen.size(), 1U);
}

TEST(Drawer, AnInstanceThatSsmNoLongerKnowsNeedsNoGoodbye) {
  Office office;
  office.leave_unheard();
  office.down = false;
  office.goodbye_answer = Refused{RefusalKind::instance_unknown, "Invalid ProductInstanceIdentifier", std::nullopt};
  office.rig.advance(2 * kHour);
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_EQ(office.told("DEREGISTRATION_DELIVERED"), 1);
  EXPECT_EQ(office.told("DEREGISTRATION_GIVEN_UP"), 0);
}

TEST(Drawer, ARefusalEndsIt) {
  Office office;
  office.leave_unheard();
  office.down = false;
  office.goodbye_answer = Refused{RefusalKind::certificate, "Signature verification failed", std::nullopt};
  office.rig.advance(2 * kHour);
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_TRUE(office.destroyed(office.key));
  EXPECT_EQ(office.told("DEREGISTRATION_GIVEN_UP"), 1);
}

TEST(Drawer, TheEndOfTheCertificateEndsIt) {
  Office office;
  office.leave_unheard();
  office.rig.advance(364 * kDay);
  EXPECT_EQ(office.rig.status().goodbyes.size(), 1U);
  office.rig.advance(kDay);
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_TRUE(office.destroyed(office.key));
  EXPECT_EQ(office.told("DEREGISTRATION_GIVEN_UP"), 1);
}

TEST(Drawer, AnAnswerThatPutsOffIsObeyedAndFollowedByANewExchange) {  // R-AUTH-8, R-ID-1
  Office office;
  office.leave_unheard();
  office.down = false;
  office.goodbye_answer = TryAgainLater{"busy", 5 * kHour};
  office.rig.advance(2 * kHour);
  ASSERT_EQ(office.seen.size(), 1U);
  EXPECT_EQ(office.seen[0].id, office.first.id);
  office.rig.advance(4 * kHour);
  EXPECT_EQ(office.seen.size(), 1U) << "not before SSM wishes";
  office.rig.advance(2 * kHour);
  ASSERT_EQ(office.seen.size(), 2U);
  EXPECT_NE(office.seen[1].id, office.first.id);
  EXPECT_GT(office.seen[1].sequence, office.first.sequence);
}

TEST(Drawer, ARefusedDeregisterLeavesNothingToSayAgain) {
  Office office;
  office.goodbye_answer = Refused{RefusalKind::other, "Internal error", std::nullopt};
  const KeyRef key = office.rig.status().identity->key;
  EXPECT_NE(office.leave().find("piid-1"), std::string::npos);
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
  EXPECT_TRUE(office.destroyed(key));
}

TEST(Drawer, KeepsTheRenewedCertificateIfThatSigned) {  // R-REG-5
  Office office;
  Rig& rig = office.rig;
  auto all = rig.ssm;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (std::holds_alternative<RenewalRequest>(request.body)) return as_instance(rig, "piid-1");
    return failed_with(FailureCode::tcp_refused, "no way to SSM");
  };
  const KeyRef old = rig.status().identity->key;
  rig.sleep(100 * kDay);
  rig.feed(RenewRegistrationCommand{false});
  const KeyRef renewed = rig.state.sections.renewal.new_key;
  ASSERT_TRUE(rig.state.sections.renewal.granted.has_value());
  ASSERT_FALSE(office.leave().empty());
  EXPECT_TRUE(office.destroyed(old));
  EXPECT_FALSE(office.destroyed(renewed));
  const StatusView view = rig.status();
  ASSERT_EQ(view.goodbyes.size(), 1U);
  EXPECT_NEAR(static_cast<double>((view.goodbyes[0].expires_at - view.now) / kDay), 365, 1);
  rig.ssm = all;
  rig.advance(2 * kHour);
  EXPECT_TRUE(office.destroyed(renewed));
}

TEST(Drawer, HoldsEightAndGivesUpTheOldest) {
  Office office;
  for (int round = 0; round < 9; ++round) {
    office.leave_unheard();
    office.down = false;
    auto all = office.rig.ssm;
    office.rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
      if (is_goodbye(request)) return failed_with(FailureCode::no_answer_timeout, "no answer in time");
      return all(request);
    };
    office.enroll();
    office.rig.ssm = all;
  }
  const StatusView view = office.rig.status();
  ASSERT_EQ(view.goodbyes.size(), 8U);
  EXPECT_EQ(view.goodbyes.front().instance.value, "piid-2");
  EXPECT_EQ(office.told("DEREGISTRATION_GIVEN_UP"), 1);
}

TEST(Drawer, ACrashInBetweenRepeatsTheGoodbye) {  // R-ID-1
  Office office;
  office.leave_unheard();
  auto all = office.rig.ssm;
  office.rig.ssm = nullptr;
  office.rig.sent.clear();
  office.rig.advance(2 * kHour);
  ASSERT_EQ(office.rig.sent.size(), 1U);
  office.rig.sent.clear();
  office.rig.restart();
  ASSERT_EQ(office.rig.sent.size(), 1U);
  EXPECT_EQ(office.rig.sent.back(), office.first);
  office.rig.reply(office.first, Deregistered{});
  EXPECT_TRUE(office.rig.status().goodbyes.empty());
}

}  // namespace
}  // namespace lic::test
