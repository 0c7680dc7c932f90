// R-REG-7, must-show 6: thirteen months off, and what brings a machine back. Evaluation days are neither lost nor won.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"

namespace lic::test {
namespace {

constexpr Millis kThirteenMonths = 396 * kDay;

struct Absence : public ::testing::Test {
  void SetUp() override {
    rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
      if (std::holds_alternative<RenewalRequest>(request.body)) ++renewals;
      if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return Pool{}.judge(*body, rig.now.wall);
      if (std::holds_alternative<RenewalRequest>(request.body) && !accepts_expired_proof)
        return Refused{RefusalKind::certificate, "The certificate has expired", std::nullopt};
      return rig.identity_reply(request).answer;
    };
    rig.advance(20 * kDay);
    rig.register_now();
    rig.advance(kDay);
    rig.restart(true, kThirteenMonths);
  }
  Rig rig;
  bool accepts_expired_proof = true;
  int renewals = 0;
};

TEST_F(Absence, IsSeenAtTheFirstStart) {
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::registration_expired);
  EXPECT_EQ(view.authorization, AuthorizationAxis::authorization_expired);
  EXPECT_EQ(view.enforcement, EnforcementAxis::enforced);
  EXPECT_EQ(view.evaluation_left, 70 * kDay);
}

TEST_F(Absence, EndsByItselfWithinADayIfSsmAcceptsTheExpiredProof) {
  rig.advance(kDay);
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::registered);
  EXPECT_EQ(view.identity->instance.value, "piid-1");
  EXPECT_EQ(view.authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_EQ(view.enforcement, EnforcementAxis::none);
  EXPECT_EQ(view.evaluation_left, 70 * kDay);
  EXPECT_FALSE(rig.alarm(AlarmCode::registration_expired));
  EXPECT_FALSE(rig.alarm(AlarmCode::renew_registration_failure));
}

TEST_F(Absence, EndsAtOnceWhenTheOperatorAsks) {
  EXPECT_EQ(told(rig, RenewRegistrationCommand{true}), "The registration was renewed.");
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::none);
}

TEST_F(Absence, AsksOnceADayAndNamesOneStepIfSsmRefusesIt) {
  accepts_expired_proof = false;
  rig.advance(10 * kDay);
  EXPECT_GE(renewals, 8);
  EXPECT_LE(renewals, 13);
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::registration_expired);
  EXPECT_EQ(view.enforcement, EnforcementAxis::enforced);
  EXPECT_EQ(view.evaluation_left, 70 * kDay);
  const std::string step = "register with a new token: smart-agentctl register --force --token-file FILE";
  ASSERT_TRUE(view.renewal_attempt.has_value());
  EXPECT_EQ(view.renewal_attempt->record.remedy, step);
  EXPECT_EQ(detail_of(rig, AlarmCode::registration_expired),
            "SSM does not accept the expired certificate (The certificate has expired); " + step);
}

TEST_F(Absence, TheNamedStepBringsItBack) {
  accepts_expired_proof = false;
  rig.advance(2 * kDay);
  rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false});
  const StatusView view = rig.status();
  EXPECT_EQ(view.registration, RegistrationAxis::registered);
  EXPECT_EQ(view.enforcement, EnforcementAxis::none);
  EXPECT_EQ(view.evaluation_left, 70 * kDay);
  EXPECT_TRUE(view.alarms.empty());
}

TEST_F(Absence, WakesToOneActionOfEachKind) {  // R-TIME-4
  EXPECT_EQ(renewals, 0);
  rig.advance(kDay);
  EXPECT_EQ(renewals, 1);
  EXPECT_EQ(times_recorded(rig, "ID_CERTIFICATE_EXPIRED"), 1);
}

TEST(LongAbsence, BeforeAnyRefusalNothingIsToBeDone) {
  Rig rig;
  rig.register_now();
  rig.restart(true, kThirteenMonths);
  EXPECT_EQ(detail_of(rig, AlarmCode::registration_expired),
            "recovery is tried once a day; nothing is to be done unless SSM refuses it");
}

TEST(LongAbsence, UnregisteredTheEvaluationHasRunMeanwhile) {  // R-TIME-1: time off counts
  Rig rig;
  rig.restart(true, 80 * kDay);
  EXPECT_EQ(rig.status().evaluation_left, 10 * kDay);
  rig.restart(true, kThirteenMonths);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::evaluation_expired);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::enforced);
}

// ---- R-AUTH-7, R-ID-2, 3: the way out of each is one complete sentence ----

TEST(WayOut, OfAnInstanceThatWasRemovedIsReregister) {  // R-AUTH-7
  Rig rig;
  bool removed = true;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) {
      if (removed) return Refused{RefusalKind::instance_unknown, "unknown", std::nullopt};
      return Pool{}.judge(*body, rig.now.wall);
    }
    return rig.identity_reply(request).answer;
  };
  rig.register_now();
  rig.advance(3 * kHour);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::not_authorized);
  EXPECT_EQ(rig.status().enforcement_days_left, 90);
  EXPECT_TRUE(rig.alarm(AlarmCode::instance_removed));
  removed = false;
  rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false});
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
  EXPECT_EQ(rig.status().enforcement, EnforcementAxis::none);
  EXPECT_FALSE(rig.alarm(AlarmCode::instance_removed));
}

TEST(WayOut, OfACloneIsReregisterHereOrAtTheOtherCopy) {  // R-ID-2
  Rig rig;
  bool clone = true;
  rig.ssm = [&](const SsmRequest& request) -> std::optional<SsmAnswer> {
    if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) {
      if (clone) return Refused{RefusalKind::clone_suspected, "Clone suspected", std::nullopt};
      return Pool{}.judge(*body, rig.now.wall);
    }
    return rig.identity_reply(request).answer;
  };
  rig.register_now();
  EXPECT_TRUE(rig.alarm(AlarmCode::clone_suspected));
  EXPECT_EQ(rig.status().registration, RegistrationAxis::registered);
  EXPECT_EQ(told(rig, RenewAuthorizationCommand{true}),
            "this copy must not talk to SSM under its old identity; register it anew with --force");
  clone = false;
  rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false});
  EXPECT_FALSE(rig.status().clone_suspected);
  EXPECT_FALSE(rig.alarm(AlarmCode::clone_suspected));
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
}

TEST(WayOut, OfOtherHardwareIsReregister) {  // R-ID-3
  Rig rig;
  rig.register_now();
  rig.udi = {"UCCX", "other", "uuid-9"};
  rig.restart(true, kDay);
  EXPECT_TRUE(rig.alarm(AlarmCode::identity_mismatch));
  EXPECT_EQ(detail_of(rig, AlarmCode::identity_mismatch),
            "the state belongs to serial 059d8a992467, this machine is other");
  rig.sent.clear();
  rig.advance(40 * kDay);
  EXPECT_TRUE(rig.sent.empty());
  rig.feed(RegisterCommand{TokenRef{"token-2"}, "abcdef012345", true, false});
  rig.feed(SsmReplied{rig.identity_reply(rig.sent.back())});
  EXPECT_FALSE(rig.status().identity_mismatch);
  EXPECT_FALSE(rig.alarm(AlarmCode::identity_mismatch));
}

}  // namespace
}  // namespace lic::test
