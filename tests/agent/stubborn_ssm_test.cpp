// What must hold when SSM or the machine behaves oddly: each was a red scenario of a review first.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

const AuthorizationRequest& authorization(const Rig& rig) {
  return std::get<AuthorizationRequest>(rig.sent.back().body);
}

Rig registered(Policy policy = flex_policy()) {
  Rig rig(std::move(policy));
  rig.register_now();
  rig.reply(rig.sent.back(), Pool{}.judge(authorization(rig), rig.now.wall));
  rig.sent.clear();
  return rig;
}

void sign_in(Rig& rig, int count) {
  for (int index = 0; index < count; ++index)
    rig.feed(SignIn{SeatId{"s" + std::to_string(rig.state.seats.size())}, {}, {}});
}

TEST(StubbornSsm, RowsItNeverAcknowledgesHoldNothingUp) {  // R-USE-7, R-OOC-1
  Rig rig = registered();
  sign_in(rig, 5);
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    AuthorizationGranted granted = Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
    granted.accepted_reports.emplace();
    return granted;
  };
  rig.advance(15 * kMinute);
  sign_in(rig, 150);
  rig.advance(kHour);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::locked);
  EXPECT_EQ(rig.status().entitlements[0].reported, 155);
}

TEST(StubbornSsm, ThatKnowsNoReportsHasCountedTheQuantities) {  // wire P13
  Rig rig = registered();
  sign_in(rig, 5);
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    AuthorizationGranted granted = Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
    granted.accepted_reports.reset();
    return granted;
  };
  rig.advance(kHour);
  EXPECT_TRUE(rig.state.outbox.empty());
}

TEST(StubbornSsm, AHastyRenewIntervalIsNoStorm) {  // R-AUTH-1
  Policy policy = flex_policy();
  policy.report_unchanged = false;
  Rig rig = registered(policy);
  int exchanges = 0;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    ++exchanges;
    AuthorizationGranted granted = Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
    granted.renew_interval = kSecond;
    return granted;
  };
  rig.feed(RenewAuthorizationCommand{false});
  rig.advance(10 * kHour);
  EXPECT_LE(exchanges, 13);
}

TEST(StubbornSsm, ALostQuestionDoesNotSwallowTheReportTimeBehindIt) {  // R-USE-6
  Rig rig = registered(flex_su3_policy());
  sign_in(rig, 7);
  rig.advance(7 * kHour);
  rig.feed(RenewAuthorizationCommand{false});
  rig.fail(rig.sent.back(), FailureCode::no_answer_timeout);
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    return Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
  };
  rig.sent.clear();
  rig.advance(kHour);
  EXPECT_TRUE(rig.state.outbox.empty());
  EXPECT_EQ(rig.status().entitlements[0].reported, 7);
}

TEST(Evaluation, ItsPeaksAreNotReported) {  // R-EVAL-3
  Rig rig(flex_su3_policy());
  sign_in(rig, 500);
  rig.feed(SeatSync{});
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return Pool{}.judge(*body, rig.now.wall);
    return rig.identity_reply(request).answer;
  };
  rig.register_now();
  rig.advance(9 * kHour);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::none);
  EXPECT_EQ(rig.status().entitlements[0].reported, 0);
}

TEST(OtherHardware, SendsNothingThatWasUnderWayAndSaysNoGoodbye) {  // R-ID-3
  Rig rig = registered();
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  rig.sent.clear();
  rig.udi.serial = "ffffffffffff";
  rig.restart(true);
  EXPECT_TRUE(rig.sent.empty());
  const RequestId caller = rig.ask(DeregisterCommand{});
  EXPECT_TRUE(rig.sent.empty());
  EXPECT_TRUE(std::get<CommandDone>(*rig.answer_to(caller)).local_only);
  EXPECT_FALSE(rig.alarm(AlarmCode::identity_mismatch));
}

TEST(Waiters, AreAnsweredWhenTheirExchangeCannotRunAnyMore) {  // R-REG-1
  Rig rig = registered();
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  const RequestId caller = rig.ask(RenewRegistrationCommand{true});
  rig.reply(rig.sent.back(), Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt});
  ASSERT_NE(rig.answer_to(caller), nullptr);
  EXPECT_TRUE(std::holds_alternative<Error>(*rig.answer_to(caller)));
}

TEST(Clock, AnUnconfirmedJumpBuysNoTolerance) {  // R-TIME-2, R-OOC-1
  Rig rig = registered();
  const WallTime truth = rig.now.wall;
  rig.restart(true, 30 * kDay);
  sign_in(rig, 101);
  rig.advance(15 * kMinute);
  const SsmRequest first = rig.sent.back();
  rig.sent.clear();
  const WallTime said = truth + 15 * kMinute;
  rig.feed(SsmReplied{
      {first.id, said, ExchangeFailed{FailureCode::clock_differs, "clocks differ", "set it", std::nullopt}}});
  rig.step_wall(said - rig.now.wall);
  Pool pool;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    return pool.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
  };
  rig.advance(2 * kHour);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::locked);
}

TEST(Clock, ARetryThatCameDueUnderAnUnconfirmedJumpIsNotPutOffByIt) {  // R-TIME-2, R-AUTH-6
  Rig rig = registered();
  rig.policy.report_unchanged = false;  // no report time helps
  rig.ask(RenewAuthorizationCommand{false});
  const WallTime truth = rig.now.wall;
  rig.restart(true, 400 * kDay);
  rig.fail(rig.sent.back());
  ASSERT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  rig.sent.clear();
  const WallTime jumped = rig.now.wall;
  rig.advance(kDay);
  ASSERT_EQ(rig.sent.size(), 1U);
  rig.feed(SsmReplied{
      {rig.sent.back().id, truth + (rig.now.wall - jumped), Refused{RefusalKind::other, "not now", std::nullopt}}});
  ASSERT_EQ(rig.status().registration, RegistrationAxis::registered);
  rig.advance(kMinute);
  EXPECT_TRUE(std::holds_alternative<AuthorizationRequest>(rig.sent.back().body));
}

}  // namespace
}  // namespace lic::test
