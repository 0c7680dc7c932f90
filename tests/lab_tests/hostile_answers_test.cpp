// Faults inside the message, and those of the bindings: each is what its name says, and signed where it should be.
#include "tests/lab_tests/soap_text.hpp"
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/fault_kinds.hpp"
#include "tests/lab/signatures.hpp"

#include <algorithm>

namespace ssm_lab_tests {
namespace {

class HostileAnswers : public testing::Test {
protected:
  void SetUp() override {
    lab.set_pools({{"a", 5}, {"b", 5}});
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  }

  TestReply authorize_with(const Json& fault) {
    lab.order_fault(fault);
    return agent.authorize(counts);
  }

  ssm_lab::HttpAnswer post(const std::string& type) {
    const Json data = type == "RENEW" ? Json{{"csr", make_csr(test_key(2))}} : agent.authorization_data(counts);
    return lab.lab().exchange(agent.write(type, data));
  }

  ssm_lab::HttpAnswer call_home() {
    ssm_lab::HttpRequest request;
    request.method = "POST";
    request.target = "/its/service/oddce/services/DDCEService";
    request.content_type = "text/xml";
    request.body = soap_request(agent.write("AUTHORIZATION", agent.authorization_data(counts)));
    return lab.lab().answer_agent(request);
  }

  // Everything that an agent could notice, without what differs between any two good answers.
  std::string appearance(const ssm_lab::HttpAnswer& answer) {
    const bool is_xml = answer.content_type.rfind("text/xml", 0) == 0;
    const std::string message = is_xml ? message_in(answer.body) : answer.body;
    TestReply reply = agent.read(answer.status, message);
    const bool has_nonce = reply.data.is_object() && reply.data["nonce"] == agent.last_nonce;
    if (has_nonce) reply.data["nonce"] = "good";
    if (reply.data.is_object() && reply.data["sequence"] == agent.sequence) reply.data["sequence"] = "good";
    if (reply.header.is_object() && reply.header["nonce"] == agent.last_nonce) reply.header["nonce"] = "good";
    const bool is_sane = reply.text.size() < 20'000 && count_of(reply.text, "\"status_code\":") == 1;
    return Json::array({answer.status, static_cast<int>(answer.ending), answer.delay.count(), answer.padding_bytes,
                        answer.content_type, count_of(answer.body, "<!DOCTYPE"), count_of(message, "\"signature\":"),
                        is_sane, reply.is_trusted, reply.status, reply.message, reply.header, reply.data})
        .dump(-1, ' ', true, Json::error_handler_t::replace);
  }

  std::string exchange_for(const std::string& fault) {
    if (fault.rfind("soap_", 0) == 0) return appearance(call_home());
    return appearance(post(fault.rfind("id_cert_", 0) == 0 ? "RENEW" : "AUTHORIZATION"));
  }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
  Counts counts = {{"a", 1}, {"b", 2}};
};

TEST_F(HostileAnswers, EveryKindIsSeenOnceAndLeavesNoTrace) {
  const Json known = lab.admin("GET", "/admin/faults").body["known"];
  EXPECT_EQ(known.size(), ssm_lab::fault_names().size());
  for (const Json& name : known) {
    const std::string fault = name.get<std::string>();
    const std::string good = exchange_for(fault);
    EXPECT_EQ(exchange_for(fault), good) << fault << ": two good answers look alike";
    lab.order_fault({{"kind", fault}, {"seconds", 1}});
    EXPECT_NE(exchange_for(fault), good) << fault;
    lab.admin("DELETE", "/admin/faults");
    EXPECT_EQ(exchange_for(fault), good) << fault << ": the next answer is good again";
  }
}

TEST_F(HostileAnswers, FaultsOfCallHomeWaitForCallHome) {
  lab.order_fault("soap_no_attachment");
  EXPECT_EQ(agent.authorize(counts).status, "OK");
  EXPECT_EQ(count_of(call_home().body, "Attachment>"), 0);
  lab.order_fault("soap_dtd");
  const ssm_lab::HttpAnswer bomb = call_home();
  EXPECT_EQ(bomb.status, 200U);
  EXPECT_EQ(count_of(bomb.body, "<!ENTITY"), 10);
  EXPECT_EQ(count_of(bomb.body, "&e9;"), 1);
  lab.order_fault({{"kind", "soap_fault"}, {"text", "a < b"}, {"status", 500}});
  const ssm_lab::HttpAnswer fault = call_home();
  EXPECT_EQ(fault.status, 500U);
  EXPECT_EQ(count_of(fault.body, "a &lt; b"), 1);
  EXPECT_EQ(count_of(fault.body, "soap-env:Receiver"), 1);
}

TEST_F(HostileAnswers, WhatIsNoMessage) {
  lab.order_fault("not_json");
  EXPECT_FALSE(Json::accept(post("AUTHORIZATION").body));
  lab.order_fault("html");
  const ssm_lab::HttpAnswer page = post("AUTHORIZATION");
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  lab.order_fault("huge");
  const ssm_lab::HttpAnswer huge = post("AUTHORIZATION");
  EXPECT_EQ(huge.body.size() + huge.padding_bytes, 1024U * 1024U + 1);
  lab.order_fault({{"huge", {{"bytes", 5'000'000}}}});
  const ssm_lab::HttpAnswer larger = post("AUTHORIZATION");
  EXPECT_EQ(larger.body.size() + larger.padding_bytes, 5'000'000U);
}

TEST_F(HostileAnswers, SignedHeadersThatLie) {
  const TestReply number = authorize_with("wrong_nonce_type");
  EXPECT_TRUE(number.header["nonce"].is_number());
  EXPECT_EQ(number.header["nonce"].dump(), agent.last_nonce);
  EXPECT_TRUE(authorize_with("missing_header").header.is_null());
  EXPECT_EQ(authorize_with("unknown_status_code").status, "OK_MAYBE");
  const TestReply other = authorize_with("other_instance");
  EXPECT_TRUE(other.is_trusted) << "it is genuine";
  EXPECT_NE(other.header["product_instance_identifier"], agent.instance);
  EXPECT_EQ(other.header["sudi"]["udi_serial_number"], "ANOTHER-DEVICE");
  EXPECT_EQ(authorize_with("server_clock").header["timestamp"], kStartMs + 2 * kHourMs);
  EXPECT_EQ(authorize_with({{"server_clock", -3600}}).header["timestamp"], kStartMs - kHourMs);
  const TestReply echo = authorize_with("wrong_sequence_echo");
  EXPECT_EQ(echo.data["sequence"], agent.sequence + 1);
}

TEST_F(HostileAnswers, SignedJsonThatIsHostile) {
  const TestReply deep = authorize_with("deep_json");
  EXPECT_TRUE(deep.is_trusted);
  EXPECT_EQ(count_of(deep.text, "["), count_of(deep.text, "]"));
  EXPECT_GT(count_of(deep.text, "["), 100'000);
  EXPECT_EQ(count_of(authorize_with({{"deep_json", 33}}).text, std::string(33, '[')), 1);
  const TestReply twice = authorize_with("duplicate_keys");
  EXPECT_TRUE(twice.is_trusted);
  EXPECT_EQ(count_of(twice.text, "\"status_code\":"), 2);
  const TestReply types = authorize_with("wrong_member_types");
  const Json response = Json::parse(types.text);
  EXPECT_TRUE(types.is_trusted);
  EXPECT_TRUE(response["response_data"].is_object());
  EXPECT_TRUE(response["retry_time_seconds"].is_string());
  EXPECT_TRUE(response["status_message"].is_number());
}

TEST_F(HostileAnswers, SignedEntitlementsThatLie) {
  EXPECT_EQ(authorize_with("unknown_entitlement_status").data["entitlements"][1]["status"], "Lent");
  const Json dropped = authorize_with({{"kind", "drop_entitlement"}, {"tag", "b"}}).data["entitlements"];
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0]["tag"], "a");
  EXPECT_EQ(authorize_with({{"kind", "negative_count"}, {"tag", "b"}}).data["entitlements"][1]["count"], -1);
  lab.order_fault("too_many_entitlements");
  const ssm_lab::HttpAnswer answer = post("AUTHORIZATION");
  EXPECT_LT(answer.body.size(), 1024U * 1024U) << "the limit of entitlements refuses it, not that of the body";
  EXPECT_EQ(agent.read(answer.status, answer.body).data["entitlements"].size(), 10'001U);
}

TEST_F(HostileAnswers, SignaturesAndChains) {
  for (const char* fault : {"no_signature", "unknown_signature_type", "expired_sub_ca", "missing_signing_cert"}) {
    EXPECT_FALSE(authorize_with(fault).is_trusted) << fault;
  }
  lab.order_fault("no_signature");
  EXPECT_TRUE(Json::parse(post("AUTHORIZATION").body)["signature"].is_null());
  lab.order_fault("missing_signing_cert");
  EXPECT_EQ(count_of(post("RENEW").body, "sub_ca_cert"), 0);
}

TEST_F(HostileAnswers, IdCertificatesOfSomebodyElse) {
  EVP_PKEY& key = test_key(2);
  lab.order_fault("id_cert_other_key");
  const TestReply other_key = agent.renew(2);
  const auto first = ssm_lab::certificate_from_pem(other_key.data["id_cert"].get<std::string>());
  EXPECT_NE(EVP_PKEY_eq(X509_get0_pubkey(first.get()), &key), 1);
  lab.order_fault("id_cert_wrong_piid");
  const TestReply other_name = agent.renew(2);
  const auto second = ssm_lab::certificate_from_pem(other_name.data["id_cert"].get<std::string>());
  EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(second.get()), &key), 1);
  char name[64] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(second.get()), NID_serialNumber, name, sizeof name);
  EXPECT_NE(agent.instance, name);
  EXPECT_EQ(other_name.data["product_instance_identifier"], agent.instance);
}

TEST_F(HostileAnswers, TrustBundlesThatMustNotBeTaken) {
  lab.admin("PUT", "/admin/settings", {{"rotate_trust_root", "announce"}});
  const TestReply bad = authorize_with("bad_trust_bundle");
  EXPECT_TRUE(bad.is_trusted);
  EXPECT_EQ(bad.data["trust_bundle_version"], 2);
  EXPECT_EQ(ssm_lab::certificate_from_pem(bad.data["trust_bundle"].get<std::string>()), nullptr);
  const TestReply lower = authorize_with("trust_bundle_rollback");
  EXPECT_EQ(lower.data["trust_bundle_version"], 0);
  EXPECT_GE(certificates_in(lower.data["trust_bundle"].get<std::string>()).size(), 2U);
  EXPECT_EQ(authorize_with({{"kind", "trust_bundle_rollback"}, {"version", -7}}).data["trust_bundle_version"], -7);
  EXPECT_EQ(agent.authorize(counts).data["trust_bundle_version"], 1);
}

TEST_F(HostileAnswers, TextsThatMustNotReachATerminal) {
  const TestReply rude = authorize_with("control_characters");
  EXPECT_EQ(rude.status, "FAILED");
  EXPECT_TRUE(rude.is_trusted);
  for (const char letter : {'\x1b', '\x07', '\r', '\n', '\0', '\x7f'}) {
    EXPECT_NE(rude.message.find(letter), std::string::npos) << static_cast<int>(letter);
  }
  EXPECT_EQ(rude.message.substr(rude.message.size() - 4), " end");
  EXPECT_EQ(authorize_with("long_status_message").message.size(), 60'000U);
  EXPECT_EQ(authorize_with({{"long_status_message", 70'000}}).message.size(), 70'000U);
}

}  // namespace
}  // namespace ssm_lab_tests
