// Two copies of one instance, wire.md P13 and rules.md R-ID-1 and R-ID-2.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Clone : public testing::Test {
protected:
  void SetUp() override {
    lab.set_pools({{"tag", 10}});
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
    ASSERT_EQ(agent.authorize({{"tag", 1}}).status, "OK");
  }
  Json instances() { return lab.admin("GET", "/admin/instances").body["instances"]; }
  Json suspicion() { return instances().at(0)["clone_suspected"]; }
  Json counts() { return lab.admin("GET", "/admin/usage").body["instances"][0]["entitlements"]; }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Clone, IsShownToTheAdministrator) {
  EXPECT_TRUE(suspicion().is_null());
  TestAgent copy = agent;
  ASSERT_EQ(agent.authorize({{"tag", 1}}).status, "OK");
  lab.move_to(kStartMs + kHourMs);
  ASSERT_EQ(copy.authorize({{"tag", 9}}).message, "Clone suspected");
  lab.move_to(kStartMs + kDayMs);
  copy.sequence = 0;
  ASSERT_EQ(copy.renew(2).message, "Clone suspected");
  EXPECT_EQ(suspicion(), Json({{"since", "2025-01-01T01:00:00Z"},
                               {"last_at", "2025-01-02T00:00:00Z"},
                               {"times", 2},
                               {"type", "RENEW"},
                               {"sequence", 1},
                               {"exchange_id", copy.exchange_id}}));
}

TEST_F(Clone, HasNoEffect) {
  TestAgent copy = agent;
  agent.authorize({{"tag", 1}});
  const Json before = counts();
  const Json reports = Json::array({{{"id", 1},
                                     {"tag", "tag"},
                                     {"interval_start_ms", kStartMs - kHourMs},
                                     {"interval_end_ms", kStartMs},
                                     {"peak", 9},
                                     {"reported", 9},
                                     {"locked", 0}}});
  EXPECT_EQ(copy.authorize({{"tag", 9}}, reports).message, "Clone suspected");
  EXPECT_EQ(counts(), before);
  EXPECT_TRUE(lab.admin("GET", "/admin/usage").body["instances"][0]["reports"].empty());
  copy.sequence = agent.sequence - 1;
  EXPECT_EQ(copy.deregister().message, "Clone suspected");
  EXPECT_EQ(agent.authorize({{"tag", 1}}).status, "OK") << "the other copy goes on";
}

TEST_F(Clone, ThePairOfAnotherTypeIsNoRepeat) {
  agent.is_repeating = true;
  EXPECT_EQ(agent.renew(2).message, "Clone suspected");
  EXPECT_EQ(suspicion()["times"], 1);
}

TEST_F(Clone, IsKnownOverARestart) {
  TestAgent copy = agent;
  agent.authorize({});
  EXPECT_EQ(copy.authorize({}).message, "Clone suspected");
  const Json before = instances();
  lab.restart();
  EXPECT_EQ(instances(), before);
  copy.sequence = 0;
  EXPECT_EQ(copy.authorize({}).message, "Clone suspected");
  EXPECT_EQ(suspicion()["times"], 2);
  EXPECT_EQ(agent.authorize({}).status, "OK");
}

TEST_F(Clone, ARepeatIsNone) {
  agent.authorize({{"tag", 2}});
  lab.restart();
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({{"tag", 2}}).status, "OK");
  agent.sequence += 7;
  EXPECT_EQ(agent.authorize({{"tag", 2}}).status, "OK") << "numbers that a crash lost";
  EXPECT_TRUE(suspicion().is_null());
}

TEST_F(Clone, IsNoticedWhileAnAnswerWaits) {
  TestAgent copy = agent;
  lab.order_fault("ok_poll", "AUTHORIZATION");
  const TestReply parked = agent.authorize({{"tag", 3}});
  ASSERT_EQ(parked.status, "OK_POLL");
  const std::string poll_id = parked.data["poll_id"].get<std::string>();
  EXPECT_EQ(copy.authorize({{"tag", 9}}).message, "Clone suspected") << "the number is used, though its answer waits";

  lab.restart();

  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({{"tag", 3}}).data["poll_id"], poll_id) << "a repeat is told to poll as before";
  EXPECT_EQ(copy.poll(poll_id).status, "OK") << "a higher number is new, whoever sends it";
  EXPECT_EQ(agent.poll(poll_id).message, "Clone suspected") << "and the other copy is the late one now";
  EXPECT_EQ(suspicion()["type"], "POLL_REQ");
}

TEST_F(Clone, TheOneThatWaitsMayPollUnderItsPair) {
  lab.order_fault("ok_poll", "AUTHORIZATION");
  const std::string poll_id = agent.authorize({{"tag", 3}}).data["poll_id"].get<std::string>();
  lab.restart();
  agent.is_repeating = true;
  const TestReply reply = agent.poll(poll_id);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_EQ(reply.data["entitlements"][0]["count"], 3);
  TestAgent copy = agent;
  copy.exchange_id = "6ca07f56-145c-4ace-bdc2-40417fd49d47";
  copy.is_repeating = true;
  EXPECT_EQ(copy.poll(poll_id).message, "Clone suspected");
}

TEST_F(Clone, ANewRegistrationEndsTheSuspicionAndTheOtherCopy) {
  TestAgent copy = agent;
  agent.authorize({});
  copy.authorize({});
  const std::string old_instance = agent.instance.get<std::string>();
  TestAgent fresh(lab, "SERIAL1", 2);
  ASSERT_EQ(fresh.register_with(lab.token(), true).status, "OK");
  for (const Json& instance : instances()) {
    const bool is_old = instance["instance"] == old_instance;
    EXPECT_EQ(instance["state"], is_old ? "replaced" : "active");
    EXPECT_EQ(instance["clone_suspected"].is_null(), !is_old) << "the old one keeps its history";
  }
  EXPECT_EQ(fresh.authorize({{"tag", 1}}).status, "OK");
  EXPECT_EQ(agent.authorize({}).message, "Invalid ProductInstanceIdentifier: " + old_instance);
  EXPECT_EQ(copy.authorize({}).message, "Invalid ProductInstanceIdentifier: " + old_instance);
}

}  // namespace
}  // namespace ssm_lab_tests
