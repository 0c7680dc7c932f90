// Ordered faults: what an agent would see, and whether the request took effect.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Faults : public testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(agent.register_with(lab.token()).status, "OK"); }
  ssm_lab::HttpAnswer exchange() {
    return lab.lab().exchange(agent.write("AUTHORIZATION", agent.authorization_data({})));
  }
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Faults, TransportFaults) {
  lab.order_fault({{"kind", "http_status"}, {"status", 503}, {"retry_after", 30}});
  const ssm_lab::HttpAnswer unavailable = exchange();
  EXPECT_EQ(unavailable.status, 503U);
  EXPECT_EQ(unavailable.headers.at(0).second, "30");
  lab.order_fault({{"delay", {{"seconds", 1.5}}}});
  EXPECT_EQ(exchange().delay, std::chrono::milliseconds(1500));
  lab.order_fault("close");
  EXPECT_EQ(exchange().ending, ssm_lab::Ending::no_answer);
  lab.order_fault("truncate");
  EXPECT_EQ(exchange().ending, ssm_lab::Ending::half);
  lab.order_fault("empty");
  EXPECT_TRUE(exchange().body.empty());
  lab.order_fault("garbage");
  EXPECT_FALSE(Json::accept(exchange().body));
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Faults, FalsifiedAnswers) {
  lab.order_fault("wrong_signature");
  EXPECT_FALSE(agent.authorize({}).is_trusted);
  lab.order_fault("other_signer");
  EXPECT_FALSE(agent.authorize({}).is_trusted);
  lab.order_fault("expired_signer");
  EXPECT_FALSE(agent.authorize({}).is_trusted);
  lab.order_fault("stale_nonce");
  const TestReply stale = agent.authorize({});
  EXPECT_NE(stale.header["nonce"], agent.last_nonce);
  EXPECT_NE(stale.data["nonce"], agent.last_nonce);
  lab.order_fault("wrong_id");
  EXPECT_NE(agent.authorize({}).header["product_instance_identifier"], agent.instance);
  lab.order_fault("wrong_type");
  EXPECT_EQ(agent.authorize({}).header["request_type"], "LICENSE_USAGE");
  lab.order_fault({{"kind", "entitlement_status"}, {"text", "Borrowed"}});
  EXPECT_EQ(agent.authorize({{"tag", 1}}).data["entitlements"][0]["status"], "Borrowed");
  const std::int64_t version = agent.version;
  lab.order_fault("lower_version");
  EXPECT_EQ(agent.authorize({{"tag", 1}}).data["version"], version - 1);
  EXPECT_TRUE(agent.authorize({}).is_trusted);
}

TEST_F(Faults, MatchByTypeAndCount) {
  lab.admin("POST", "/admin/faults",
            {{"match", {{"type", "RENEW"}}}, {"count", 2}, {"fault", {{"failed", {{"text", "no renewal today"}}}}}});
  EXPECT_EQ(agent.authorize({}).status, "OK");
  EXPECT_EQ(agent.renew(2).message, "no renewal today");
  EXPECT_EQ(lab.admin("GET", "/admin/faults").body["faults"][0]["count"], 1);
  EXPECT_EQ(lab.admin("DELETE", "/admin/faults").status, 204U);
  EXPECT_EQ(agent.renew(2).status, "OK");
}

TEST_F(Faults, BadOrdersAreRefused) {
  EXPECT_EQ(lab.admin("POST", "/admin/faults", {{"fault", "no such"}}).status, 400U);
  EXPECT_EQ(lab.admin("POST", "/admin/faults", {{"fault", "close"}, {"match", {{"type", "x"}}}}).status, 400U);
  EXPECT_EQ(lab.admin("POST", "/admin/faults", {{"fault", "close"}, {"count", 0}}).status, 400U);
}

TEST_F(Faults, ParametersAreChecked) {
  for (const Json& fault : {Json{{"kind", "delay"}, {"seconds", -1}}, Json{{"kind", "http_status"}, {"status", 200}},
                            Json{{"kind", "http_status"}, {"status", 600}}, Json{{"kind", "huge"}, {"bytes", -1}},
                            Json{{"kind", "deep_json"}, {"depth", 0}}, Json{{"server_clock", 1e18}}}) {
    EXPECT_EQ(lab.admin("POST", "/admin/faults", {{"fault", fault}}).status, 400U) << fault;
  }
}

TEST_F(Faults, TryAgainHasATime) {
  lab.order_fault({{"kind", "ok_try_again"}, {"retry_time_seconds", 300}});
  const TestReply reply = agent.authorize({});
  EXPECT_EQ(reply.status, "OK_TRY_AGAIN");
  EXPECT_EQ(reply.retry_seconds, 300);
}

TEST_F(Faults, APolledAuthorizationArrivesLater) {
  lab.order_fault("ok_poll");
  const TestReply later = agent.authorize({{"tag", 1}});
  ASSERT_EQ(later.status, "OK_POLL");
  EXPECT_EQ(later.retry_seconds, 300);
  const std::string poll_id = later.data["poll_id"].get<std::string>();
  lab.order_fault("ok_poll", "POLL_REQ");
  EXPECT_EQ(agent.poll(poll_id).data["poll_id"], poll_id);
  const TestReply answer = agent.poll(poll_id);
  ASSERT_EQ(answer.status, "OK") << answer.message;
  EXPECT_EQ(answer.header["request_type"], "POLL_REQ");
  EXPECT_EQ(answer.data["overall_status"], "InCompliance");
  EXPECT_EQ(answer.data["nonce"], agent.last_nonce);
  EXPECT_EQ(answer.data["sequence"], agent.sequence);
}

TEST_F(Faults, APollMayHaveToWaitForEver) {
  const Json order = {{"match", {{"type", "AUTHORIZATION"}}}, {"fault", "ok_poll_forever"}};
  ASSERT_EQ(lab.admin("POST", "/admin/faults", order).status, 201U);
  EXPECT_EQ(agent.renew(2).status, "OK");
  const std::string poll_id = agent.authorize({}).data["poll_id"].get<std::string>();
  for (int turn = 0; turn < 20; ++turn) EXPECT_EQ(agent.poll(poll_id).status, "OK_POLL");
  lab.admin("DELETE", "/admin/faults");
  EXPECT_EQ(agent.poll(poll_id).status, "OK");
}

TEST_F(Faults, APollMayCarryThePairOfItsExchange) {
  lab.order_fault("ok_poll");
  const std::string poll_id = agent.authorize({}).data["poll_id"].get<std::string>();
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({}).data["poll_id"], poll_id) << "the repeat waits for the same answer";
  agent.is_repeating = true;
  EXPECT_EQ(agent.poll(poll_id).status, "OK");
}

TEST_F(Faults, APolledRegistrationIsFetchedWithTheNewKey) {
  TestAgent newcomer(lab, "SERIAL2", 2);
  lab.order_fault("ok_poll");
  const TestReply later = newcomer.register_with(lab.token());
  ASSERT_EQ(later.status, "OK_POLL");
  EXPECT_TRUE(later.header["product_instance_identifier"].is_null());
  const std::string poll_id = later.data["poll_id"].get<std::string>();
  TestAgent thief(lab, "SERIAL2", 3);
  EXPECT_EQ(thief.poll(poll_id).message, "Signature verification failed");
  const TestReply reply = newcomer.poll(poll_id);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  newcomer.adopt(reply, 2);
  EXPECT_EQ(reply.header["product_instance_identifier"], newcomer.instance);
  EXPECT_EQ(newcomer.authorize({}).status, "OK");
  EXPECT_EQ(agent.poll(poll_id).message, "Unknown poll_id") << "nobody fetches what belongs to another";
}

}  // namespace
}  // namespace ssm_lab_tests
