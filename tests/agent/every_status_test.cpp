// R-STAT: every status of an entitlement is reached by a real cause and left by its cure.
#include <gtest/gtest.h>

#include "tests/agent/desk.hpp"

namespace lic::test {
namespace {

constexpr std::size_t kStandard = 0, kPremium = 1, kServer = 2;

// One premium seat is signed in; SSM says `word` of premium, or what is bought says it.
class EveryStatus : public ::testing::Test {
protected:
  void SetUp() override {
    rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
      if (silent) return std::nullopt;
      if (const auto* body = std::get_if<AuthorizationRequest>(&request.body)) return judged(*body);
      return rig.identity_reply(request).answer;
    };
    signs_in(rig, "p", Capability::chat);
  }
  AuthorizationGranted judged(const AuthorizationRequest& request) {
    AuthorizationGranted granted = pool.judge(request, rig.now.wall);
    for (EntitlementAnswer& answer : granted.entitlements)
      if (word && answer.tag.value == "tag.premium") {
        answer.status = *word;
        answer.status_text = "SSM's own word";
      }
    return granted;
  }
  EntitlementStatus status_of(std::size_t entitlement) const { return rig.status().entitlements[entitlement].status; }
  void register_and_report() {
    rig.register_now();
    rig.advance(kHour);
  }
  void ssm_says(std::optional<EntitlementStatus> said) {
    word = said;
    rig.feed(RenewAuthorizationCommand{});
  }

  Rig rig;
  Pool pool;
  std::optional<EntitlementStatus> word;
  bool silent = false;
};

TEST_F(EveryStatus, EvaluationIsLeftByRegistering) {
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::evaluation);
  rig.register_now();
  EXPECT_NE(status_of(kPremium), EntitlementStatus::evaluation);
}

TEST_F(EveryStatus, EvaluationExpiredIsLeftByRegistering) {
  rig.advance(91 * kDay);
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::evaluation_expired);
  register_and_report();
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::in_compliance);
}

TEST_F(EveryStatus, WaitingIsLeftByTheAnswer) {
  rig.ssm = nullptr;
  rig.register_now();
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::waiting);
  rig.reply(rig.sent.back(), judged(std::get<AuthorizationRequest>(rig.sent.back().body)));
  EXPECT_EQ(status_of(kStandard), EntitlementStatus::not_in_use);
}

TEST_F(EveryStatus, InitIsLeftByTheFirstExchange) {
  register_and_report();
  Entitlement added = rig.policy.license_type.entitlements[kStandard];
  added.name = EntitlementName{"added"};
  added.tag = EntitlementTag{"tag.added"};
  rig.policy.license_type.entitlements.push_back(added);
  rig.restart();
  EXPECT_EQ(status_of(5), EntitlementStatus::init);
  rig.advance(kHour);
  EXPECT_EQ(status_of(5), EntitlementStatus::not_in_use);
}

TEST_F(EveryStatus, OutOfComplianceIsLeftByBuying) {
  pool.premium = 0;
  register_and_report();
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::out_of_compliance);
  pool.premium = 5;
  rig.advance(kHour);
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::in_compliance);
}

TEST_F(EveryStatus, WordsOfSsmAreLeftByItsNextWord) {
  register_and_report();
  for (const EntitlementStatus said : {EntitlementStatus::overage, EntitlementStatus::not_authorized,
                                       EntitlementStatus::invalid_tag, EntitlementStatus::invalid}) {
    ssm_says(said);
    EXPECT_EQ(status_of(kPremium), said);
    EXPECT_EQ(rig.status().entitlements[kPremium].status_text, "SSM's own word");
    ssm_says(std::nullopt);
    EXPECT_EQ(status_of(kPremium), EntitlementStatus::in_compliance);
  }
}

TEST_F(EveryStatus, AuthorizationExpiredIsLeftByOneGoodExchange) {
  register_and_report();
  silent = true;
  rig.advance(95 * kDay);
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::authorization_expired);
  silent = false;
  rig.restart();
  rig.advance(2 * kDay);
  EXPECT_EQ(status_of(kPremium), EntitlementStatus::in_compliance);
}

TEST_F(EveryStatus, NotInUseIsLeftByUse) {
  register_and_report();
  EXPECT_EQ(status_of(kStandard), EntitlementStatus::not_in_use);
  signs_in(rig, "s", Capability::inbound_voice);
  rig.advance(kHour);
  EXPECT_EQ(status_of(kStandard), EntitlementStatus::in_compliance);
}

TEST_F(EveryStatus, PresenceAndStoredAreNotApplicableUntilTheyAreReserved) {
  register_and_report();
  EXPECT_EQ(status_of(kServer), EntitlementStatus::not_applicable);
  EXPECT_EQ(status_of(3), EntitlementStatus::not_applicable);
  Rig other;
  reserve(other);
  EXPECT_EQ(other.status().entitlements[kServer].status, EntitlementStatus::reserved_in_compliance);
  EXPECT_EQ(other.status().entitlements[3].status, EntitlementStatus::reserved_in_compliance);
}

TEST_F(EveryStatus, DisabledIsLeftByMigrating) {
  Policy policy = flex_policy();
  policy.first_mode = LicensingMode::classic;
  Rig classic(policy);
  EXPECT_EQ(classic.status().entitlements[kPremium].status, EntitlementStatus::disabled);
  classic.feed(MigrateToSmart{});
  EXPECT_EQ(classic.status().entitlements[kPremium].status, EntitlementStatus::evaluation);
}

}  // namespace
}  // namespace lic::test
