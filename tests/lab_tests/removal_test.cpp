// Instances that an administrator removed or revoked, rules.md R-AUTH-7.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Removal : public testing::Test {
protected:
  void SetUp() override {
    lab.set_pools({{"tag", 10}});
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
    ASSERT_EQ(agent.authorize({{"tag", 4}}).status, "OK");
    id = agent.instance.get<std::string>();
    gone = "Invalid ProductInstanceIdentifier: " + id;
  }
  void remove() { ASSERT_EQ(lab.admin("DELETE", "/admin/instances/" + id).status, 204U); }
  AdminReply revoke() { return lab.admin("POST", "/admin/instances/" + id + "/revoke"); }
  Json only_instance() { return lab.admin("GET", "/admin/instances").body["instances"].at(0); }
  Json in_use() { return lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["tag"]["in_use"]; }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
  std::string id;
  std::string gone;
};

TEST_F(Removal, IsToldToEveryRequestAlsoAfterARestart) {
  remove();
  EXPECT_EQ(in_use(), 0);
  lab.restart();
  EXPECT_EQ(agent.authorize({}).message, gone);
  EXPECT_EQ(agent.renew(2).message, gone);
  EXPECT_EQ(agent.poll("x").message, gone);
  const TestReply goodbye = agent.deregister();
  EXPECT_EQ(goodbye.message, gone);
  EXPECT_TRUE(goodbye.is_trusted);
  EXPECT_EQ(only_instance()["state"], "removed");
  EXPECT_EQ(only_instance()["certificates"][0]["state"], "revoked");
}

TEST_F(Removal, IsToldEvenToARepeat) {
  remove();
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({{"tag", 4}}).message, gone);
}

TEST_F(Removal, RevokingEndsAnInstanceTooAndSaysSo) {
  EXPECT_EQ(revoke().status, 204U);
  EXPECT_EQ(revoke().status, 404U);
  EXPECT_EQ(in_use(), 0);
  lab.restart();
  const TestReply reply = agent.authorize({});
  EXPECT_EQ(reply.message, gone + ": revoked");
  EXPECT_TRUE(reply.is_trusted);
  EXPECT_EQ(only_instance()["state"], "revoked");
  EXPECT_EQ(only_instance()["certificates"][0]["state"], "revoked");
}

TEST_F(Removal, IsCuredByANewRegistrationWithoutForce) {
  remove();
  TestAgent fresh(lab, "SERIAL1", 2);
  ASSERT_EQ(fresh.register_with(lab.token()).status, "OK");
  EXPECT_NE(fresh.instance, agent.instance);
  EXPECT_EQ(fresh.authorize({{"tag", 4}}).status, "OK");
  EXPECT_EQ(agent.authorize({}).message, gone);
}

TEST_F(Removal, ARemovedInstanceDoesNotComeBackByItsKey) {
  const std::string token = lab.token({{"uses", 1}});
  TestAgent other(lab, "SERIAL2", 2);
  ASSERT_EQ(other.register_with(token).status, "OK");
  EXPECT_EQ(lab.admin("DELETE", "/admin/instances/" + other.instance.get<std::string>()).status, 204U);
  TestAgent again(lab, "SERIAL2", 2);
  EXPECT_EQ(again.register_with(token).message, "The token '" + token + "' is not valid");
}

TEST_F(Removal, AnAnswerThatWaitsIsNotGivenAnyMore) {
  lab.order_fault("ok_poll", "AUTHORIZATION");
  const std::string poll_id = agent.authorize({{"tag", 5}}).data["poll_id"].get<std::string>();
  remove();
  lab.restart();
  EXPECT_EQ(agent.poll(poll_id).message, gone);
}

TEST_F(Removal, ARegistrationThatWaitsIsNotGivenAnyMore) {
  TestAgent newcomer(lab, "SERIAL2", 2);
  lab.order_fault("ok_poll", "REGISTRATION");
  const std::string poll_id = newcomer.register_with(lab.token()).data["poll_id"].get<std::string>();
  std::string waiting;
  const Json instances = lab.admin("GET", "/admin/instances").body["instances"];
  for (const Json& instance : instances) {
    if (instance["instance"] != id) waiting = instance["instance"].get<std::string>();
  }
  ASSERT_EQ(lab.admin("DELETE", "/admin/instances/" + waiting).status, 204U);
  const TestReply reply = newcomer.poll(poll_id);
  EXPECT_EQ(reply.message, "Invalid ProductInstanceIdentifier: " + waiting);
  EXPECT_TRUE(reply.header["product_instance_identifier"].is_null());
}

}  // namespace
}  // namespace ssm_lab_tests
