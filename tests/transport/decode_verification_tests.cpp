// The order of checks of wire P6: each spoilt part has a cause, a text and a remedy of its own.
#include <gtest/gtest.h>

#include "agent/time_text.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"

namespace lic {
namespace {

using golden::authorization_granted;
using golden::decode_for;
using golden::reply_with;
using golden::SignedReply;

struct Outcome {
  ExchangeFailed failed;
  bool server_time_known = false;
};

Outcome failure_of(const std::string& body, const SsmRequest& request = golden::authorization(),
                   WallTime now = golden::kNow) {
  const SsmReply reply = decode_for(request, body, now);
  EXPECT_EQ(reply.exchange, request.id);
  const auto* const failed = std::get_if<ExchangeFailed>(&reply.answer);
  EXPECT_NE(failed, nullptr);
  if (failed == nullptr) return {};
  EXPECT_FALSE(failed->text.empty());
  EXPECT_FALSE(failed->remedy.empty());
  return {*failed, reply.server_time.has_value()};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(DecodeVerification, AGoodAnswerTellsSsmsTime) {  // R-TIME-5
  const SsmReply reply = decode_for(golden::authorization(), authorization_granted().body());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(reply.answer));
  EXPECT_EQ(reply.server_time, golden::kNow);
}

TEST(DecodeVerification, AcceptsBothSpellingsOfTheSignatureTypeAndNoOther) {  // wire P0
  SignedReply reply = authorization_granted();
  reply.signature_type = "SHA256";
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(decode_for(golden::authorization(), reply.body()).answer));
  reply.signature_type = "SHA1";
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::signature);
}

TEST(DecodeVerification, AnUnknownChainNamesTheSignerAndWhereToPutItsRoot) {
  SignedReply reply = reply_with("FAILED", "The token is not valid");
  reply.response["signing_cert"] = golden::certificate("other_signer");
  reply.signing_key = "other_signer";
  const Outcome outcome = failure_of(reply.body());
  EXPECT_EQ(outcome.failed.cause(), FailureCause::signature);
  EXPECT_TRUE(contains(outcome.failed.text, "CN=Other Signer")) << outcome.failed.text;
  EXPECT_TRUE(contains(outcome.failed.text, "CN=Other Root")) << outcome.failed.text;
  EXPECT_TRUE(contains(outcome.failed.text, "(unverified): \"The token is not valid\"")) << outcome.failed.text;
  EXPECT_TRUE(contains(outcome.failed.remedy, "/etc/smart-agent/ssm-roots.d")) << outcome.failed.remedy;
  EXPECT_FALSE(outcome.server_time_known);
}

TEST(DecodeVerification, AMissingSubCaOrSignerIsASignatureFailure) {
  SignedReply reply = authorization_granted();
  reply.response["sub_ca_cert"] = nullptr;
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::signature);
  reply = authorization_granted();
  reply.response.erase("signing_cert");
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::signature);
}

TEST(DecodeVerification, ASignatureByAnotherKeyIsRefused) {
  SignedReply reply = authorization_granted();
  reply.signing_key = "other_signer";
  const Outcome outcome = failure_of(reply.body());
  EXPECT_EQ(outcome.failed.cause(), FailureCause::signature);
  EXPECT_FALSE(outcome.server_time_known);
}

TEST(DecodeVerification, AnotherProductInstanceCannotSpeakForSsm) {  // wire P7: one sub-CA issues both kinds
  SignedReply reply = authorization_granted();
  reply.response["signing_cert"] = golden::certificate("agent_old");
  reply.signing_key = "agent_old";
  const Outcome outcome = failure_of(reply.body());
  EXPECT_EQ(outcome.failed.cause(), FailureCause::signature);
  EXPECT_TRUE(contains(outcome.failed.text, "ID certificate of a product instance")) << outcome.failed.text;
  EXPECT_FALSE(outcome.server_time_known);
}

TEST(DecodeVerification, AnAlteredAnswerIsRefused) {
  std::string body = authorization_granted().body();
  body.replace(body.find("InCompliance"), 12, "InCompliancf");
  EXPECT_EQ(failure_of(body).failed.cause(), FailureCause::signature);
}

TEST(DecodeVerification, AnUnsignedAnswerIsRefused) {
  nlohmann::json body = nlohmann::json::parse(authorization_granted().body());
  body["signature"] = nullptr;
  EXPECT_EQ(failure_of(body.dump()).failed.cause(), FailureCause::signature);
  body["signature"] = {{"type", "SHA-256"}, {"value", "!"}};
  EXPECT_EQ(failure_of(body.dump()).failed.cause(), FailureCause::signature);
}

TEST(DecodeVerification, AnExpiredSignerIsASignatureFailureWhileTheClocksAgree) {
  SignedReply reply = authorization_granted();
  const WallTime later = *from_rfc3339("2037-01-01T00:00:00Z");
  reply.header["timestamp"] = later.time_since_epoch().count();
  const Outcome outcome = failure_of(reply.body(), golden::authorization(), later);
  EXPECT_EQ(outcome.failed.cause(), FailureCause::signature);
  EXPECT_TRUE(contains(outcome.failed.text, "expired")) << outcome.failed.text;
}

TEST(DecodeVerification, AClockThatIsYearsOffIsCalledSoAndNotAnExpiredSigner) {  // R-TIME-5
  const Outcome outcome = failure_of(authorization_granted().body(), golden::authorization(), WallTime{});
  EXPECT_EQ(outcome.failed.cause(), FailureCause::clock);
  EXPECT_FALSE(outcome.server_time_known);  // signed by nobody who is valid now: shown, but not taken for SSM's time
}

TEST(DecodeVerification, AnHourOfDifferenceIsAClockFailureWithBothTimes) {  // R-REG-3, R-TIME-5
  const SignedReply reply = authorization_granted();
  const Outcome outcome = failure_of(reply.body(), golden::authorization(), golden::kNow + kHour);
  EXPECT_EQ(outcome.failed.cause(), FailureCause::clock);
  EXPECT_TRUE(contains(outcome.failed.text, "2026-03-02T10:30:00Z")) << outcome.failed.text;
  EXPECT_TRUE(contains(outcome.failed.text, "2026-03-02T11:30:00Z")) << outcome.failed.text;
  EXPECT_TRUE(outcome.server_time_known);
  EXPECT_EQ(failure_of(reply.body(), golden::authorization(), golden::kNow - kHour).failed.cause(),
            FailureCause::clock);
}

TEST(DecodeVerification, LessThanAnHourOfDifferenceIsNone) {
  const std::string body = authorization_granted().body();
  for (const Millis difference : {kHour - Millis{1}, Millis{1} - kHour})
    EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(
        decode_for(golden::authorization(), body, golden::kNow + difference).answer));
}

TEST(DecodeVerification, AnAnswerWithoutATimeIsNotTrusted) {
  SignedReply reply = authorization_granted();
  reply.header.erase("timestamp");
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
}

TEST(DecodeVerification, AcceptsTheAliasesOfTheRequestTypeAndNoOther) {  // wire P5
  SignedReply reply = authorization_granted();
  for (const char* const alias : {"AUTHORIZATION", "AUTH", "ENTITLEMENT"}) {
    reply.header["request_type"] = alias;
    EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(decode_for(golden::authorization(), reply.body()).answer));
  }
  for (const char* const other : {"RENEW", "POLL_REQ", ""}) {
    reply.header["request_type"] = other;
    EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
  }
}

TEST(DecodeVerification, AStaleNonceIsRefused) {
  SignedReply reply = authorization_granted();
  reply.header["nonce"] = "1";
  const Outcome outcome = failure_of(reply.body());
  EXPECT_EQ(outcome.failed.cause(), FailureCause::protocol);
  EXPECT_TRUE(contains(outcome.failed.text, "nonce")) << outcome.failed.text;
  EXPECT_TRUE(outcome.server_time_known);
}

TEST(DecodeVerification, TheNonceMayStandInTheDataInstead) {  // wire P6
  SignedReply reply = authorization_granted();
  reply.header["nonce"] = nullptr;
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
  reply.data["nonce"] = golden::kNonce;
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(decode_for(golden::authorization(), reply.body()).answer));
  reply.data["nonce"] = "1";
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
}

TEST(DecodeVerification, AnswerForAnotherInstanceIsRefused) {
  SignedReply reply = authorization_granted();
  reply.header["product_instance_identifier"] = "0d4c6ab2-0000-4000-8000-000000000000";
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
  reply.header["product_instance_identifier"] = nullptr;
  EXPECT_EQ(failure_of(reply.body()).failed.cause(), FailureCause::protocol);
}

TEST(DecodeVerification, ARefusalMayLeaveTheInstanceOut) {
  SignedReply reply = reply_with("FAILED", "Invalid ProductInstanceIdentifier: x");
  reply.header["product_instance_identifier"] = nullptr;
  EXPECT_TRUE(std::holds_alternative<Refused>(decode_for(golden::authorization(), reply.body()).answer));
  reply.header["product_instance_identifier"] = "";
  EXPECT_TRUE(std::holds_alternative<Refused>(decode_for(golden::authorization(), reply.body()).answer));
}

TEST(DecodeVerification, AnUnknownStatusIsAProtocolFailure) {
  EXPECT_EQ(failure_of(reply_with("MAYBE").body()).failed.cause(), FailureCause::protocol);
}

TEST(DecodeVerification, TextOfAnUntrustedAnswerIsShownUnverifiedAndWithoutTheToken) {  // R-REG-2, R-REG-3
  SignedReply reply = reply_with("FAILED", std::string{"bad \x1b[31m"} + golden::kToken);
  reply.header["nonce"] = "1";
  const std::string text = failure_of(reply.body()).failed.text;
  EXPECT_TRUE(contains(text, "(unverified): \"bad [31m[token]\"")) << text;
}

}  // namespace
}  // namespace lic
