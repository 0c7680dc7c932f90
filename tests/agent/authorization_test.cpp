// R-AUTH, R-OOC edges, R-USE-6, 7, R-ID.
#include <gtest/gtest.h>

#include <algorithm>

#include "agent/compliance.hpp"
#include "agent/outbox.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

const AuthorizationRequest& authorization(const Rig& rig) {
  return std::get<AuthorizationRequest>(rig.sent.back().body);
}

void accept(Rig& rig, const Pool& pool = {}) {
  rig.reply(rig.sent.back(), pool.judge(authorization(rig), rig.now.wall));
}

Rig registered(Policy policy = flex_policy()) {
  Rig rig(std::move(policy));
  rig.register_now();
  accept(rig);
  rig.sent.clear();
  return rig;
}

void sign_in(Rig& rig, int count, CapabilitySet capabilities = with(Capability::inbound_voice)) {
  for (int index = 0; index < count; ++index)
    rig.feed(SignIn{SeatId{"s" + std::to_string(rig.state.seats.size())}, capabilities, {}});
}

TEST(Authorization, CarriesEveryEntitlementWithZeroWhereNone) {  // R-AUTH-1, R-USE-5
  Rig rig;
  rig.register_now();
  const auto& request = authorization(rig);
  ASSERT_EQ(request.entitlements.size(), 3U) << "counted and presence; stored ones are not reported";
  for (const EntitlementCount& count : request.entitlements) EXPECT_EQ(count.count, 0);
  EXPECT_EQ(rig.status().entitlements.front().status, EntitlementStatus::waiting);
}

TEST(Authorization, NothingInUseWhenAllCountsWereZero) {  // R-AUTH-4
  Rig rig = registered();
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_EQ(rig.status().entitlements.front().status, EntitlementStatus::not_in_use);
}

TEST(Authorization, FailuresRetryHourlyThenHalfDailyThenDailyAndAlarmOnceWithTheOutage) {  // R-AUTH-6
  Policy policy = flex_policy();
  policy.report_unchanged = false;
  Rig rig = registered(policy);
  std::vector<WallTime> attempts;
  rig.ssm = [&](const SsmRequest&) -> std::optional<SsmAnswer> {
    attempts.push_back(rig.now.wall);
    return ExchangeFailed{FailureCode::tcp_refused, "refused", "mend", std::nullopt};
  };
  rig.advance(40 * kDay);
  ASSERT_GE(attempts.size(), 10U);
  const std::vector<double> hours = {1, 1, 1, 1, 12, 12, 12, 12, 24};
  for (std::size_t index = 0; index < hours.size(); ++index) {
    const double gap = std::chrono::duration<double, std::ratio<3600>>(attempts[index + 1] - attempts[index]).count();
    EXPECT_NEAR(gap, hours[index], hours[index] * 0.2 + 0.01);
  }
  const auto raised = [&](const char* kind) {
    return std::ranges::count_if(rig.events, [&](const DomainEvent& event) {
      return event.name == "COMMUNICATION_FAILURE" && event.kind == kind;
    });
  };
  EXPECT_EQ(raised("alarm_raised"), 1);
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    return Pool{}.judge(std::get<AuthorizationRequest>(request.body), rig.now.wall);
  };
  rig.advance(2 * kDay);
  EXPECT_EQ(raised("alarm_cleared"), 1);
}

TEST(Authorization, RetryAfterIsObeyed) {  // R-AUTH-8
  Rig rig = registered();
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  const std::size_t sent = rig.sent.size();
  rig.reply(rig.sent.back(), ExchangeFailed{FailureCode::http_unavailable, "429", "wait", 2 * kHour});
  rig.advance(2 * kHour);
  EXPECT_EQ(rig.sent.size(), sent) << "not even at report times";
  rig.advance(15 * kMinute);  // 20 % later at most, and no more than an interval
  EXPECT_GT(rig.sent.size(), sent);
}

TEST(Authorization, ALostAnswerIsRepeatedWithTheSameNumberAndId) {  // R-ID-1
  Rig rig = registered();
  sign_in(rig, 3);
  rig.advance(15 * kMinute);
  const SsmRequest first = rig.sent.back();
  rig.fail(first, FailureCode::no_answer_timeout);
  rig.advance(15 * kMinute);
  EXPECT_EQ(rig.sent.back(), first);
  accept(rig);
  EXPECT_EQ(rig.sent.back().sequence, first.sequence + 1) << "the next report time follows at once";
  EXPECT_EQ(authorization(rig).reports.size(), 2U);
}

TEST(Authorization, UnknownInstanceTwiceAnHourApartIsNotAuthorized) {  // R-AUTH-7
  Rig rig = registered();
  sign_in(rig, 1);
  const Refused unknown{RefusalKind::instance_unknown, "Invalid ProductInstanceIdentifier: piid-1", std::nullopt};
  rig.advance(15 * kMinute);
  rig.reply(rig.sent.back(), unknown);
  rig.advance(15 * kMinute);
  rig.reply(rig.sent.back(), unknown);
  EXPECT_NE(rig.status().authorization, AuthorizationAxis::not_authorized);
  rig.advance(kHour);
  rig.reply(rig.sent.back(), unknown);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::not_authorized);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::overage);
  EXPECT_TRUE(rig.alarm(AlarmCode::instance_removed));
  rig.advance(91 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
}

TEST(Authorization, ARefusalNamesTheNextAttempt) {  // R-STAT
  Rig rig = registered();
  const RequestId caller = rig.ask(RenewAuthorizationCommand{true});
  rig.reply(rig.sent.back(), Refused{RefusalKind::other, "The account is suspended", std::nullopt});
  const auto* error = std::get_if<Error>(rig.answer_to(caller));
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->code, ErrorCode::rejected_by_ssm);
  EXPECT_TRUE(error->next_attempt.has_value());
}

TEST(Authorization, ALowerVersionIsAskedOnceMoreWithZero) {  // R-AUTH-9
  Rig rig = registered();
  AuthorizationGranted lower = Pool{}.judge({}, rig.now.wall);
  rig.feed(RenewAuthorizationCommand{false});
  EXPECT_EQ(authorization(rig).version, 1);
  lower.version = 0;
  rig.reply(rig.sent.back(), lower);
  EXPECT_EQ(authorization(rig).version, 0);
  rig.reply(rig.sent.back(), lower);
  EXPECT_EQ(rig.state.sections.authorization.response_version, 0);
}

TEST(Authorization, CloneSuspectedStopsReportsFromThisCopy) {  // R-ID-2
  Rig rig = registered();
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  rig.reply(rig.sent.back(), Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt});
  const std::size_t sent = rig.sent.size();
  rig.advance(5 * kDay);
  EXPECT_EQ(rig.sent.size(), sent);
  EXPECT_TRUE(rig.alarm(AlarmCode::clone_suspected));
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
}

TEST(Authorization, OtherHardwareDoesNotReport) {  // R-ID-3
  Rig rig = registered();
  rig.udi.serial = "ffffffffffff";
  rig.restart(true);
  const std::size_t sent = rig.sent.size();
  rig.advance(kDay);
  EXPECT_EQ(rig.sent.size(), sent);
  EXPECT_TRUE(rig.alarm(AlarmCode::identity_mismatch));
}

TEST(Compliance, LateReportsAreJudgedInTheOrderOfTheirIntervals) {  // R-OOC-1, 7
  Rig rig = registered();
  sign_in(rig, 101);
  rig.advance(15 * kMinute);
  rig.fail(rig.sent.back());
  rig.advance(50 * kMinute);  // 30, 45 and 60 are queued behind it; the answers come late, all at once
  accept(rig);
  EXPECT_EQ(rig.status().ooc.minutes_left, 45);
  accept(rig);
  EXPECT_EQ(rig.status().ooc.minutes_left, 30);
  accept(rig);
  EXPECT_EQ(rig.status().ooc.minutes_left, 15);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::tolerated);
  accept(rig);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::locked);
}

TEST(Compliance, TheMinutesLeftSurviveAClockThatWasWrongAtBoot) {  // R-OOC-1, R-TIME-2
  Rig rig = registered();
  rig.restart(true, -2 * kDay);  // six hours off, and the battery of the clock is dead
  sign_in(rig, 101);
  rig.advance(15 * kMinute);
  rig.step_wall(2 * kDay + 6 * kHour);
  accept(rig);  // SSM's signed time confirms the calendar; the report was mapped by the time before
  EXPECT_EQ(rig.status().ooc.minutes_left, 45);
  rig.advance(16 * kMinute);
  accept(rig);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::tolerated);
  EXPECT_EQ(rig.status().ooc.minutes_left, 30);
}

TEST(Compliance, AnswersOutsideReportTimesNeitherAdvanceNorReset) {  // R-OOC-1
  Rig rig = registered();
  sign_in(rig, 101);
  rig.advance(15 * kMinute);
  accept(rig);
  for (int round = 0; round < 5; ++round) {
    rig.feed(RenewAuthorizationCommand{false});
    accept(rig);
  }
  EXPECT_EQ(rig.status().ooc.minutes_left, 45);
  EXPECT_EQ(rig.status().ooc.count, 1);
}

TEST(Compliance, LockedForNinetyDaysIsEnforcedAndBuyingCuresAtOnce) {  // R-OOC-6, R-ENF-3
  Rig rig = registered();
  sign_in(rig, 110);
  Pool pool;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return pool.judge(*body, rig.now.wall);
    return rig.identity_reply(request).answer;
  };
  rig.advance(kHour);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::out_of_compliance);
  ASSERT_EQ(rig.status().ooc.shortfall.size(), 1U);
  EXPECT_EQ(rig.status().ooc.shortfall[0].second, 10);
  rig.feed(SeatSync{});
  rig.advance(kDay);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::locked) << "actual use fell, the lock stays";
  EXPECT_EQ(rig.status().entitlements[0].reported, 110);
  rig.advance(90 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  pool.standard += 10;
  rig.feed(RenewAuthorizationCommand{false});
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::none);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::none);
}

TEST(Compliance, InvalidTagAloneNeverStartsIt) {  // R-AUTH-2
  Rig rig = registered();
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  AuthorizationGranted granted = Pool{}.judge(authorization(rig), rig.now.wall);
  granted.overall_in_compliance = false;
  granted.entitlements[0].status = EntitlementStatus::invalid_tag;
  granted.entitlements[0].status_text = "InvalidTag";
  rig.reply(rig.sent.back(), granted);
  EXPECT_EQ(rig.status().ooc.phase, OocPhase::none);
  EXPECT_TRUE(rig.alarm(AlarmCode::entitlement_reporting_failure));
  EXPECT_EQ(rig.status().entitlements[0].status, EntitlementStatus::invalid_tag);
}

TEST(Outbox, IsBoundedAndMergesNeverSentNeighboursWithTheLargerPeak) {  // R-USE-7
  Policy policy = flex_policy();
  policy.outbox_rows_max = 20;
  Rig rig = registered(policy);
  rig.advance(15 * kMinute);
  const SsmRequest frozen = rig.sent.back();
  rig.fail(frozen);
  rig.ssm = [](const SsmRequest&) -> std::optional<SsmAnswer> {
    return ExchangeFailed{FailureCode::tcp_refused, "refused", "mend", std::nullopt};
  };
  sign_in(rig, 77);
  rig.advance(15 * kMinute);
  rig.feed(SeatSync{});
  rig.advance(3 * kDay);
  EXPECT_LE(outbox_rows(rig.state), 20);
  EXPECT_TRUE(rig.alarm(AlarmCode::entitlement_reporting_failure));
  EXPECT_TRUE(rig.state.outbox.begin()->second.sent) << "a row that was sent once is frozen with its id";
  EXPECT_EQ(rig.state.outbox.begin()->second.rows[0].id, std::get<AuthorizationRequest>(frozen.body).reports[0].id);
  std::int64_t highest = 0;
  for (const auto& [key, report] : rig.state.outbox) highest = std::max(highest, report.seats_peak);
  EXPECT_EQ(highest, 77);
}

TEST(Outbox, UnchangedReportsWaitForTheNextExchangeWhenTheyMay) {  // R-USE-6
  Policy policy = flex_policy();
  policy.report_unchanged = false;
  Rig rig = registered(policy);
  const std::size_t sent = rig.sent.size();
  rig.advance(5 * kDay);
  EXPECT_EQ(rig.sent.size(), sent);
  EXPECT_EQ(rig.state.outbox.size(), 1U);
  sign_in(rig, 1);
  rig.advance(15 * kMinute);
  EXPECT_EQ(rig.sent.size(), sent + 1);
}

}  // namespace
}  // namespace lic::test
