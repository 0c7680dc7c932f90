// RENEW, wire.md P5.3: two-phase renewal and the expired proof.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Renewal : public testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(agent.register_with(lab.token()).status, "OK"); }
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Renewal, BothCertificatesWorkUntilTheNewOneIsUsed) {
  TestAgent before = agent;
  lab.move_to(kStartMs + 180 * kDayMs);
  const TestReply reply = agent.renew(2);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_EQ(reply.data["product_instance_identifier"], agent.instance);
  EXPECT_EQ(reply.data["registration_expiry"], kStartMs + (180 + 365) * kDayMs - 5 * kMinuteMs);
  EXPECT_EQ(agent.authorize({}).status, "OK") << "the old certificate is still good";

  before.sequence = agent.sequence;
  agent.adopt(reply, 2);
  EXPECT_NE(agent.certificate_serial, before.certificate_serial);
  EXPECT_EQ(agent.authorize({}).status, "OK");
  before.sequence = agent.sequence;
  EXPECT_EQ(before.authorize({}).message, "Signature verification failed: certificate revoked");
}

TEST_F(Renewal, ARefusalDoesNotUseUpTheOldCertificate) {
  const TestReply reply = agent.renew(2);
  TestAgent renewed = agent;
  renewed.adopt(reply, 2);
  lab.order_fault("failed", "AUTHORIZATION");
  EXPECT_EQ(renewed.authorize({}).status, "FAILED");
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Renewal, SameKeyAgainGivesTheSameCertificate) {
  const TestReply first = agent.renew(2);
  const TestReply second = agent.renew(2);
  EXPECT_EQ(first.data["id_cert"], second.data["id_cert"]);
  agent.is_repeating = true;
  EXPECT_EQ(agent.renew(2).data["id_cert"], first.data["id_cert"]);
}

TEST_F(Renewal, AnotherKeyReplacesTheOneThatWaits) {
  const TestReply first = agent.renew(2);
  const TestReply second = agent.renew(3);
  TestAgent given_up = agent;
  given_up.adopt(first, 2);
  EXPECT_EQ(given_up.authorize({}).message, "Signature verification failed: certificate revoked");
  agent.adopt(second, 3);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Renewal, ACertificateThatWaitsMayProveForTheNextOne) {
  agent.adopt(agent.renew(2), 2);
  const TestReply reply = agent.renew(3);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_EQ(agent.authorize({}).status, "OK") << "the second one is in use now";
  agent.adopt(reply, 3);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Renewal, TheOldKeyIsNotANewKey) { EXPECT_EQ(agent.renew(1).message, "Invalid CSR: the key is not new"); }

TEST_F(Renewal, AnExpiredCertificateProvesOnlyForRenewal) {
  lab.move_to(kStartMs + 366 * kDayMs);
  EXPECT_EQ(agent.authorize({}).message, "Certificate expired");
  lab.admin("PUT", "/admin/settings", {{"accept_expired_proof", false}});
  EXPECT_EQ(agent.renew(2).message, "Certificate expired");
  lab.admin("PUT", "/admin/settings", {{"accept_expired_proof", true}});
  const TestReply reply = agent.renew(2);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  agent.adopt(reply, 2);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

// Thirteen months off: the certificate ended a month ago (rules.md R-REG-7).
constexpr std::int64_t kThirteenMonthsMs = 395 * kDayMs;

TEST_F(Renewal, ThirteenMonthsLaterTheExpiredProofRenews) {
  TestAgent before = agent;
  lab.move_to(kStartMs + kThirteenMonthsMs);
  lab.restart();
  const TestReply reply = agent.renew(2);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_EQ(reply.data["product_instance_identifier"], agent.instance);
  EXPECT_EQ(reply.data["registration_expiry"], kStartMs + kThirteenMonthsMs + 365 * kDayMs - 5 * kMinuteMs);
  agent.adopt(reply, 2);
  EXPECT_EQ(agent.authorize({}).status, "OK");
  before.sequence = agent.sequence;
  EXPECT_EQ(before.renew(3).message, "Signature verification failed: certificate revoked");
}

TEST_F(Renewal, WhereTheExpiredProofIsRefusedOnlyANewRegistrationHelps) {
  lab.admin("PUT", "/admin/settings", {{"accept_expired_proof", false}});
  lab.move_to(kStartMs + kThirteenMonthsMs);
  lab.restart();
  EXPECT_EQ(agent.renew(2).message, "Certificate expired");
  EXPECT_EQ(agent.authorize({}).message, "Certificate expired");
  EXPECT_EQ(agent.deregister().message, "Certificate expired");
  TestAgent fresh(lab, "SERIAL1", 3);
  ASSERT_EQ(fresh.register_with(lab.token(), true).status, "OK");
  EXPECT_EQ(fresh.authorize({}).status, "OK");
  EXPECT_EQ(agent.renew(2).message, "Invalid ProductInstanceIdentifier: " + agent.instance.get<std::string>());
}

TEST_F(Renewal, AnAnswerLostForThirteenMonthsIsTheSameAnswerStill) {
  lab.move_to(kStartMs + 180 * kDayMs);
  const TestReply lost = agent.renew(2);
  lab.move_to(kStartMs + 180 * kDayMs + kThirteenMonthsMs);
  agent.is_repeating = true;
  const TestReply repeated = agent.renew(2);
  ASSERT_EQ(repeated.data["id_cert"], lost.data["id_cert"]) << "wire.md P13: to the last pair the same answer";
  agent.adopt(repeated, 2);
  EXPECT_EQ(agent.authorize({}).message, "Certificate expired");
  const TestReply reply = agent.renew(3);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  agent.adopt(reply, 3);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Renewal, TheEndIsJudgedByTheClockOfSsmWhereverItIsMoved) {
  const std::int64_t end = kStartMs - 5 * kMinuteMs + 365 * kDayMs;
  lab.move_to(end);
  EXPECT_EQ(agent.authorize({}).status, "OK");
  lab.move_to(end + 1);
  EXPECT_EQ(agent.authorize({}).message, "Certificate expired");
  lab.move_to(end - kHourMs);
  EXPECT_EQ(agent.authorize({}).status, "OK") << "a clock that went back";
  lab.move_to(end - 30 * kMinuteMs);
  lab.admin("PUT", "/admin/settings", {{"clock_offset_seconds", 3000}});
  EXPECT_EQ(agent.authorize({}).message, "Certificate expired");
}

}  // namespace
}  // namespace ssm_lab_tests
