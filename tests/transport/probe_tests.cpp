// The question that every SSM refuses with a signed answer (wire P6).
#include <gtest/gtest.h>

#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "transport/codec/bounded_json.hpp"
#include "transport/codec/probe.hpp"

namespace lic {
namespace {

using golden::SignedReply;

SignedReply answer(const std::string& status, const std::string& message = "") {
  SignedReply reply = golden::reply_with(status, message);
  reply.header["request_type"] = "POLL_REQ";
  reply.header["product_instance_identifier"] = nullptr;
  return reply;
}

ProbeVerdict judge(const std::string& body, WallTime now = golden::kNow) {
  const std::vector<std::string> roots{golden::certificate("root")};
  return judge_probe(body, ProbeContext{golden::kNonce, roots, "/etc/smart-agent/ssm-roots.d", now});
}

TEST(Probe, IsAPollWithoutIdentitySequenceOrSignature) {
  const std::string body = *encode_probe(golden::instance_facts(), golden::kNow, golden::kNonce);
  const Json outer = *parse_bounded(body);
  EXPECT_EQ(outer.at("signature"), (Json{{"type", "SHA-256"}, {"value", ""}}));
  const Json inner = *parse_bounded(outer.at("request").get<std::string>());
  const Json& header = inner.at("header");
  EXPECT_EQ(header.at("request_type"), "POLL_REQ");
  EXPECT_TRUE(header.at("product_instance_identifier").is_null());
  EXPECT_TRUE(header.at("id_cert_serial_number").is_null());
  const Json data = *parse_bounded(inner.at("request_data").get<std::string>());
  EXPECT_EQ(data.at("poll_id"), "transport-test");
  EXPECT_TRUE(data.at("product_instance_identifier").is_null());
  EXPECT_FALSE(data.contains("sequence"));
  EXPECT_FALSE(data.contains("exchange_id"));
  for (const Json* const place : {&header, &inner, &data}) EXPECT_EQ(place->at("nonce"), golden::kNonce);
}

TEST(Probe, ASignedRefusalIsWhatIsWanted) {
  const ProbeVerdict verdict = judge(answer("FAILED", "Signature verification failed").body());
  EXPECT_EQ(verdict.failure, std::nullopt);
  EXPECT_EQ(verdict.server_time, golden::kNow);
  EXPECT_EQ(verdict.signer, "O=smart-agent tests,CN=Golden MMI Signer");
  ASSERT_EQ(verdict.certificates.size(), 2U);
  EXPECT_EQ(verdict.certificates[0].role, CertificateRole::message_signer);
}

TEST(Probe, AnyVerifiedAnswerShowsAnSsm) {
  for (const char* const status : {"OK", "OK_POLL", "OK_TRY_AGAIN", "VERSION_TOO_HIGH", "SOMETHING_NEW"})
    EXPECT_EQ(judge(answer(status).body()).failure, std::nullopt) << status;
  EXPECT_EQ(judge(answer("FAILED", "Timestamp mismatch").body()).failure, std::nullopt);
}

TEST(Probe, ALiarIsFoundOut) {
  SignedReply replayed = answer("FAILED");
  replayed.header["nonce"] = "1";
  EXPECT_EQ(judge(replayed.body()).failure->code, FailureCode::protocol_nonce);
  SignedReply foreign = answer("FAILED", "trust me");
  foreign.response["signing_cert"] = golden::certificate("other_signer");
  foreign.signing_key = "other_signer";
  const ProbeVerdict verdict = judge(foreign.body());
  EXPECT_EQ(verdict.failure->code, FailureCode::signature_unknown_root);
  EXPECT_EQ(verdict.signer, "O=smart-agent tests,CN=Other Signer");
  EXPECT_NE(verdict.failure->text.find("(unverified): \"trust me\""), std::string::npos);
  EXPECT_NE(verdict.failure->remedy.find("ssm-roots.d"), std::string::npos);
  EXPECT_EQ(judge("{}").failure->cause(), FailureCause::protocol);
}

TEST(Probe, ClocksThatDifferAreToldWithTheSigner) {  // R-TIME-5
  const ProbeVerdict verdict = judge(answer("FAILED").body(), golden::kNow + 2 * kHour);
  EXPECT_EQ(verdict.failure->code, FailureCode::clock_differs);
  EXPECT_EQ(verdict.server_time, golden::kNow);
  EXPECT_EQ(verdict.certificates.size(), 2U);
}

}  // namespace
}  // namespace lic
