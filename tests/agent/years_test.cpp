// Long stretches: renewals, silence of SSM, expiry and recovery (R-REG-4..7, R-AUTH-1, 3, 6, R-ENF). Each date with its
// range, as the lab's year shows it again with real programs.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

Policy quiet_policy() {
  Policy policy = flex_policy();
  policy.report_unchanged = false;
  return policy;
}

struct Year {
  explicit Year(Policy policy = quiet_policy()) : rig(std::move(policy)), start(rig.now.wall) {
    rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
      const double day = std::chrono::duration<double, std::ratio<86400>>(rig.now.wall - start).count();
      if (day >= down_from && day < down_until)
        return ExchangeFailed{FailureCode::tcp_refused, "connection refused", "start SSM", std::nullopt};
      if (const auto* authorization = std::get_if<AuthorizationRequest>(&request.body)) {
        authorizations.push_back(day);
        return pool.judge(*authorization, rig.now.wall);
      }
      if (std::holds_alternative<RenewalRequest>(request.body)) renewals.push_back(day);
      return rig.identity_reply(request).answer;
    };
    rig.register_now();
  }
  Rig rig;
  WallTime start;
  Pool pool;
  double down_from = 1e9, down_until = 1e9;
  std::vector<double> authorizations, renewals;
};

TEST(Years, RenewsAuthorizationEvery30DaysAndRegistrationAt180And360) {
  Year year;
  year.rig.advance(400 * kDay);
  ASSERT_EQ(year.renewals.size(), 2U);
  EXPECT_GE(year.renewals[0], 179.0);
  EXPECT_LE(year.renewals[0], 180.0);
  EXPECT_GE(year.renewals[1] - year.renewals[0], 179.0);
  EXPECT_LE(year.renewals[1] - year.renewals[0], 180.0);
  // Each renewal of the registration is followed at once by an authorization, which draws the 30 days anew.
  EXPECT_GE(year.authorizations.size(), 14U);
  EXPECT_LE(year.authorizations.size(), 17U);
  for (std::size_t index = 1; index < year.authorizations.size(); ++index)
    EXPECT_LE(year.authorizations[index] - year.authorizations[index - 1], 30.0);
  EXPECT_EQ(year.rig.status().registration, RegistrationAxis::registered);
  EXPECT_EQ(year.rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_TRUE(year.rig.status().alarms.empty());
}

TEST(Years, SilenceOfSsmExpiresEnforcesAndStaysEnforcedUntilItIsBack) {
  Year year;
  year.down_from = 10;
  year.down_until = 399;
  Rig& rig = year.rig;
  rig.advance_to(year.start + 89 * kDay);
  EXPECT_NE(rig.status().authorization, AuthorizationAxis::authorization_expired);
  EXPECT_TRUE(rig.alarm(AlarmCode::communication_failure));
  rig.advance_to(year.start + 90 * kDay);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::authorization_expired);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::overage);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  rig.advance_to(year.start + 179 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::overage);
  rig.advance_to(year.start + 180 * kDay);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
  EXPECT_TRUE(rig.alarm(AlarmCode::system_in_enforcement_state));
  rig.advance_to(year.start + 364 * kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_TRUE(rig.alarm(AlarmCode::renew_registration_failure));
  rig.advance_to(year.start + 365 * kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced) << "expiry never lifts an enforcement";
  EXPECT_FALSE(rig.status().evaluation_in_use);
  EXPECT_EQ(rig.status().evaluation_left, 90 * kDay);
  rig.advance_to(year.start + 401 * kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered) << "recovered by itself, once a day";
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::none);
  EXPECT_TRUE(rig.status().provisioning_allowed);
  EXPECT_TRUE(rig.status().alarms.empty());
}

TEST(Years, ExpiryWithoutEnforcementFallsBackToEvaluation) {  // R-REG-7
  Year year;
  Rig& rig = year.rig;
  auto all = rig.ssm;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (std::holds_alternative<RenewalRequest>(request.body))
      return Refused{RefusalKind::other, "no renewal today", std::nullopt};
    return all(request);
  };
  rig.advance_to(year.start + 366 * kDay);
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation);
  EXPECT_TRUE(rig.status().evaluation_in_use);
  EXPECT_TRUE(rig.alarm(AlarmCode::registration_expired));
}

TEST(Years, AQuietReportIsNotStretchedOverTimeThatWasNotReported) {  // R-USE-6, R-REG-7
  Year year;
  Rig& rig = year.rig;
  auto all = rig.ssm;
  bool renews = false;
  bool authorizes = true;
  std::vector<UsageReport> rows;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (std::holds_alternative<RenewalRequest>(request.body) && !renews)
      return Refused{RefusalKind::other, "no renewal today", std::nullopt};
    const auto* body = std::get_if<AuthorizationRequest>(&request.body);
    if (body != nullptr && !authorizes) return failed_with(FailureCode::tcp_refused, "refused");
    if (body != nullptr) rows.insert(rows.end(), body->reports.begin(), body->reports.end());
    return all(request);
  };
  rig.advance_to(year.start + 364 * kDay);
  authorizes = false;  // one report is on its way, the next and quiet one waits
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(kHour);
  rig.feed(SeatSync{});
  rig.advance_to(year.start + 366 * kDay);
  ASSERT_EQ(rig.status().registration, RegistrationAxis::registration_expired);
  const WallTime used = rig.now.wall;
  rig.feed(SignIn{SeatId{"a"}, {}, {}});
  rig.advance(kHour);
  rig.feed(SeatSync{});
  renews = true;
  rig.advance(2 * kDay);
  ASSERT_EQ(rig.status().registration, RegistrationAxis::registered);
  authorizes = true;
  rig.advance(2 * kDay);
  ASSERT_FALSE(rows.empty());
  for (const UsageReport& row : rows) EXPECT_FALSE(row.interval_start < used && row.interval_end > used);
}

TEST(Years, AMachineAsleepForAMonthWakesToOneActionOfEachKind) {  // R-TIME-4
  Year year;
  year.rig.advance(40 * kDay);
  const auto before = year.authorizations.size();
  year.rig.sleep(35 * kDay);
  year.rig.feed(TimerFired{});
  EXPECT_EQ(year.authorizations.size(), before + 1);
  EXPECT_EQ(year.rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
}

TEST(Years, RenewalIsTwoPhaseAndACrashBetweenThemResumes) {  // R-REG-5
  Rig rig(quiet_policy());
  rig.register_now();
  rig.reply(rig.sent.back(), Pool{}.judge(std::get<AuthorizationRequest>(rig.sent.back().body), rig.now.wall));
  const Identity old = *rig.status().identity;
  rig.sent.clear();
  rig.feed(RenewRegistrationCommand{false});
  ASSERT_TRUE(std::holds_alternative<RenewalRequest>(rig.sent.back().body));
  EXPECT_EQ(rig.sent.back().signer->key, old.key);
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_EQ(rig.status().identity->key, old.key) << "the old one signs until SSM saw the new one used";
  const SsmRequest first_use = rig.sent.back();
  ASSERT_TRUE(std::holds_alternative<AuthorizationRequest>(first_use.body));
  EXPECT_NE(first_use.signer->key, old.key);
  rig.restart();
  EXPECT_EQ(rig.sent.back(), first_use);
  rig.reply(first_use, Pool{}.judge(std::get<AuthorizationRequest>(first_use.body), rig.now.wall));
  EXPECT_EQ(rig.status().identity->key, first_use.signer->key);
  EXPECT_TRUE(std::ranges::find(rig.effects, Effect{DestroyKey{old.key}}) != rig.effects.end());
}

TEST(Years, ARefusedNewCertificateIsDroppedAndTheOldGoesOn) {  // R-REG-5
  Rig rig(quiet_policy());
  rig.register_now();
  rig.reply(rig.sent.back(), Pool{}.judge(std::get<AuthorizationRequest>(rig.sent.back().body), rig.now.wall));
  const Identity old = *rig.status().identity;
  rig.feed(RenewRegistrationCommand{false});
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  rig.reply(rig.sent.back(), Refused{RefusalKind::certificate, "Certificate unknown", std::nullopt});
  EXPECT_EQ(rig.sent.back().signer->key, old.key);
  rig.reply(rig.sent.back(), Pool{}.judge(std::get<AuthorizationRequest>(rig.sent.back().body), rig.now.wall));
  EXPECT_EQ(rig.status().identity->key, old.key);
  EXPECT_TRUE(rig.alarm(AlarmCode::renew_registration_failure));
}

}  // namespace
}  // namespace lic::test
