// The lab peer's checks, wire.md P6 and P13: clock, nonces, identifiers, signature, clones.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Freshness : public testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(agent.register_with(lab.token()).status, "OK"); }
  TestReply authorize_tampered(const Tampering& tampering) {
    return agent.send("AUTHORIZATION", agent.authorization_data({}), tampering);
  }
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Freshness, ClocksMayDifferByLessThanAnHour) {
  agent.clock_offset_ms = kHourMs - 1;
  EXPECT_EQ(agent.authorize({}).status, "OK");
  agent.clock_offset_ms = kHourMs;
  EXPECT_EQ(agent.authorize({}).message, "Timestamp mismatch");
  agent.clock_offset_ms = -kHourMs;
  EXPECT_EQ(agent.authorize({}).message, "Timestamp mismatch");
  agent.clock_offset_ms = 0;
  lab.admin("PUT", "/admin/settings", {{"clock_offset_seconds", 7200}});
  const TestReply reply = agent.authorize({});
  EXPECT_EQ(reply.message, "Timestamp mismatch");
  EXPECT_EQ(reply.header["timestamp"], kStartMs + 2 * kHourMs);
}

TEST_F(Freshness, AnyNumberIsSafeAsATimestamp) {
  for (const std::int64_t stamp : {INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(authorize_tampered({.data = [stamp](Json& data) { data["timestamp"] = stamp; }}).message,
              "Timestamp mismatch");
  }
}

TEST_F(Freshness, TheThreeNoncesMustBeEqual) {
  EXPECT_EQ(authorize_tampered({.header = [](Json& header) { header["nonce"] = "1"; }}).message, "Nonce mismatch");
  EXPECT_EQ(authorize_tampered({.request = [](Json& request) { request["nonce"] = "1"; }}).message, "Nonce mismatch");
  EXPECT_EQ(authorize_tampered({.data = [](Json& data) { data["nonce"] = "1"; }}).message, "Nonce mismatch");
}

TEST_F(Freshness, BothInstanceIdentifiersMustBeEqual) {
  EXPECT_EQ(authorize_tampered({.data = [](Json& data) { data["product_instance_identifier"] = "x"; }}).message,
            "Product instance identifier mismatch");
}

TEST_F(Freshness, UnknownInstanceOrCertificateIsRefusedWithASignedAnswer) {
  const TestReply unknown = authorize_tampered(
      {.header = [](Json& header) { header["product_instance_identifier"] = "00000000-0000-4000-8000-000000000000"; }});
  EXPECT_EQ(unknown.message, "Invalid ProductInstanceIdentifier: 00000000-0000-4000-8000-000000000000");
  EXPECT_TRUE(unknown.is_trusted);
  for (const char* serial : {"1", "x", ""}) {
    const TestReply reply =
        authorize_tampered({.header = [serial](Json& header) { header["id_cert_serial_number"] = serial; }});
    EXPECT_EQ(reply.message, "Signature verification failed");
    EXPECT_EQ(reply.http_status, 200U);
  }
}

TEST_F(Freshness, ChangedBytesOrSignatureAreRefused) {
  EXPECT_EQ(
      authorize_tampered(
          {.envelope = [](Json& envelope) { envelope["request"] = envelope["request"].get<std::string>() + " "; }})
          .message,
      "Signature verification failed");
  EXPECT_EQ(authorize_tampered({.envelope = [](Json& envelope) { envelope["signature"]["type"] = "MD5"; }}).message,
            "Signature verification failed");
  EXPECT_EQ(authorize_tampered({.envelope = [](Json& envelope) { envelope["signature"] = nullptr; }}).message,
            "Signature verification failed");
  EXPECT_EQ(authorize_tampered({.envelope = [](Json& envelope) { envelope["signature"]["type"] = "SHA256"; }}).status,
            "OK");
}

TEST_F(Freshness, AReplayedRequestIsRefused) {
  const std::string body = agent.write("AUTHORIZATION", agent.authorization_data({}));
  EXPECT_EQ(agent.post(body).status, "OK");
  EXPECT_EQ(agent.post(body).message, "Replayed request");
  lab.move_to(kStartMs + 59 * kMinuteMs);
  EXPECT_EQ(agent.post(body).message, "Replayed request");
  lab.move_to(kStartMs + 3 * kHourMs);
  EXPECT_EQ(agent.post(body).message, "Timestamp mismatch") << "the window is wider than the clocks may differ";
}

TEST_F(Freshness, ARepeatWithFreshNonceGetsTheSameAnswer) {
  lab.set_pools({{"tag", 5}});
  const TestReply first = agent.authorize({{"tag", 1}});
  lab.move_to(kStartMs + kHourMs);
  agent.is_repeating = true;
  const TestReply second = agent.authorize({{"tag", 1}});
  EXPECT_EQ(second.data["auth_expiry"], first.data["auth_expiry"]);
  EXPECT_EQ(second.data["nonce"], agent.last_nonce);
  EXPECT_EQ(lab.admin("GET", "/admin/exchanges").body["exchanges"].back()["repeat"], true);
}

TEST_F(Freshness, ACopyIsNoticed) {
  agent.authorize({});
  TestAgent copy = agent;
  EXPECT_EQ(agent.authorize({}).status, "OK");
  EXPECT_EQ(copy.authorize({}).message, "Clone suspected") << "the same number with another id";
  agent.authorize({});
  EXPECT_EQ(copy.authorize({}).message, "Clone suspected") << "a lower number would be too";
  copy.sequence = 0;
  EXPECT_EQ(copy.authorize({}).message, "Clone suspected");
  agent.sequence += 100;
  EXPECT_EQ(agent.authorize({}).status, "OK") << "higher is new, gaps do not matter";
}

TEST_F(Freshness, ARefusedExchangeDoesNotUseUpItsNumber) {
  lab.order_fault("failed");
  EXPECT_EQ(agent.authorize({}).status, "FAILED");
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Freshness, ExchangesWithoutSequenceAreServedUntilOneIsUsed) {
  const Tampering plain{.data = [](Json& data) {
    data.erase("sequence");
    data.erase("exchange_id");
  }};
  EXPECT_EQ(authorize_tampered(plain).status, "OK");
  EXPECT_EQ(agent.authorize({}).status, "OK");
  EXPECT_EQ(authorize_tampered(plain).message, "Malformed request: sequence missing");
}

}  // namespace
}  // namespace ssm_lab_tests
