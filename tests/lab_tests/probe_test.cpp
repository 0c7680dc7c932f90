// What an agent sends before it is registered to see whether SSM answers: a poll that nobody can verify, which gets a
// signed refusal (wire.md P6).
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Probe : public testing::Test {
protected:
  TestReply probe(const Json& signature) {
    const Tampering tampering{.envelope = [&signature](Json& envelope) { envelope["signature"] = signature; }};
    return agent.send("POLL_REQ", {{"poll_id", "transport-test"}}, tampering);
  }

  void expect_signed_refusal(const TestReply& reply) {
    EXPECT_EQ(reply.http_status, 200U);
    EXPECT_EQ(reply.status, "FAILED");
    EXPECT_EQ(reply.message, "Unknown poll_id");
    EXPECT_TRUE(reply.is_trusted) << "signed, with signing_cert and sub_ca_cert below the root, and with the nonce";
    EXPECT_EQ(reply.header["request_type"], "POLL_REQ");
    EXPECT_TRUE(reply.header["product_instance_identifier"].is_null());
    EXPECT_EQ(reply.header["timestamp"], kStartMs);
  }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Probe, WhateverTheSignatureIsTheRefusalIsSigned) {
  expect_signed_refusal(probe({{"type", "SHA-256"}, {"value", ""}}));
  expect_signed_refusal(probe({{"type", "SHA256"}, {"value", "AAAA"}}));
  expect_signed_refusal(probe({{"type", "SHA-256"}, {"value", nullptr}}));
  expect_signed_refusal(probe({{"type", "MD5"}, {"value", "not base64"}}));
  expect_signed_refusal(probe({{"type", 7}, {"value", 7}}));
  expect_signed_refusal(probe(Json::object()));
  expect_signed_refusal(probe(nullptr));
  expect_signed_refusal(probe("text"));
}

TEST_F(Probe, ADeviceThatSaysNothingOfItselfIsAnsweredToo) {
  const Json silent = {{"suvi", nullptr},        {"uuid", nullptr},    {"host_identifier", nullptr},
                       {"mac_address", nullptr}, {"udi_pid", nullptr}, {"udi_serial_number", nullptr},
                       {"udi_vid", nullptr}};
  const Tampering tampering{.header = [&silent](Json& header) { header["sudi"] = silent; },
                            .data = [&silent](Json& data) { data["sudi"] = silent; },
                            .envelope = [](Json& envelope) { envelope["signature"]["value"] = ""; }};
  expect_signed_refusal(agent.send("POLL_REQ", {{"poll_id", "transport-test"}}, tampering));
}

TEST_F(Probe, AClockThatIsWrongByDaysIsToldTheTime) {
  agent.clock_offset_ms = 10 * kDayMs;
  expect_signed_refusal(probe({{"type", "SHA-256"}, {"value", ""}}));
}

TEST_F(Probe, ItLeavesNothingBehind) {
  probe({{"type", "SHA-256"}, {"value", ""}});
  EXPECT_TRUE(lab.admin("GET", "/admin/instances").body["instances"].empty());
  EXPECT_EQ(agent.register_with(lab.token()).status, "OK");
}

}  // namespace
}  // namespace ssm_lab_tests
