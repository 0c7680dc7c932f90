// On-prem modes and what the settings put into answers (wire.md P6 and P13).
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class OnPrem : public testing::Test {
protected:
  void SetUp() override {
    lab.set_pools({{"tag", 1}});
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  }
  Json set(const Json& change) {
    const AdminReply reply = lab.admin("PUT", "/admin/settings", change);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply.body;
  }
  std::string status() { return agent.authorize({{"tag", 2}}).data["entitlements"][0]["status"].get<std::string>(); }
  std::int64_t poll_seconds() {
    lab.order_fault("ok_poll");
    return agent.authorize({}).retry_seconds;
  }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(OnPrem, PurchasesCountAtOnceWithALineToTheCloud) {
  for (const char* mode : {"off", "connected"}) {
    set({{"on_prem", mode}});
    lab.set_pools({{"tag", 1}});
    EXPECT_EQ(status(), "OutOfCompliance");
    lab.set_pools({{"tag", 2}});
    EXPECT_EQ(status(), "InCompliance");
  }
}

TEST_F(OnPrem, ADisconnectedOneLearnsOfPurchasesBySynchronisation) {
  set({{"on_prem", "disconnected"}});
  lab.set_pools({{"tag", 2}});
  EXPECT_EQ(status(), "OutOfCompliance");
  EXPECT_EQ(agent.authorize({{"tag", 2}}).data["entitlements"][0]["purchased"], 1);
  const Json pool = lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["tag"];
  EXPECT_EQ(pool["purchased"], 2);
  EXPECT_EQ(pool["synchronized"], 1);
  lab.move_to(kStartMs + kHourMs);
  const AdminReply reply = lab.admin("POST", "/admin/synchronize");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body["synchronized_at"], "2025-01-01T01:00:00Z");
  EXPECT_EQ(status(), "InCompliance");
  const Json mails = lab.admin("GET", "/admin/notifications").body["notifications"];
  EXPECT_EQ(mails.back()["kind"], "out_of_compliance_end");
  EXPECT_EQ(mails.back()["at"], "2025-01-01T01:00:00Z");
}

TEST_F(OnPrem, TagsAndAccountsOfLaterAreUnknownUntilThen) {
  set({{"on_prem", "disconnected"}});
  lab.set_pools({{"tag", 1}, {"new", 1}});
  EXPECT_EQ(agent.authorize({{"new", 1}}).data["entitlements"][0]["status"], "InvalidTag");
  lab.admin("POST", "/admin/accounts", {{"virtual_account", "Late"}});
  lab.admin("PUT", "/admin/accounts/Late/pools", {{"default_pool", 5}});
  TestAgent late(lab, "SERIAL2", 2);
  ASSERT_EQ(late.register_with(lab.token({{"virtual_account", "Late"}})).status, "OK");
  EXPECT_EQ(late.authorize({{"tag", 1}}).data["entitlements"][0]["status"], "InvalidTag");
  lab.admin("POST", "/admin/synchronize");
  EXPECT_EQ(late.authorize({{"tag", 1}}).data["entitlements"][0]["status"], "InCompliance");
  EXPECT_EQ(agent.authorize({{"new", 1}}).data["entitlements"][0]["status"], "InCompliance");
}

TEST_F(OnPrem, CoveringIsSynchronizedToo) {
  lab.set_pools({{"premium", 2}, {"tag", 0}}, {{"premium", {"tag"}}});
  set({{"on_prem", "disconnected"}});
  lab.set_pools({{"premium", 2}, {"tag", 0}});
  EXPECT_EQ(status(), "InCompliance");
  lab.admin("POST", "/admin/synchronize");
  EXPECT_EQ(status(), "OutOfCompliance");
}

TEST_F(OnPrem, GoingBackToTheCloudSynchronizes) {
  set({{"on_prem", "disconnected"}});
  lab.set_pools({{"tag", 2}});
  lab.restart();
  EXPECT_EQ(status(), "OutOfCompliance") << "the mode survives a restart";
  EXPECT_TRUE(set({{"on_prem", "off"}})["synchronized_at"].is_null());
  EXPECT_EQ(status(), "InCompliance");
  EXPECT_EQ(lab.admin("POST", "/admin/synchronize").status, 409U);
}

TEST_F(OnPrem, SettingsShowTheModeAndTheLastSynchronisation) {
  const Json before = lab.admin("GET", "/admin/settings").body;
  EXPECT_EQ(before["on_prem"], "off");
  EXPECT_TRUE(before["synchronized_at"].is_null());
  const Json after = set({{"on_prem", "disconnected"}});
  EXPECT_EQ(after["on_prem"], "disconnected");
  EXPECT_EQ(after["synchronized_at"], kStart);
}

TEST_F(OnPrem, LaterIsAMinuteOnPremAndFiveInTheCloud) {
  EXPECT_EQ(poll_seconds(), 300);
  set({{"on_prem", "connected"}});
  EXPECT_EQ(poll_seconds(), 60);
  set({{"on_prem", "disconnected"}});
  lab.order_fault("ok_try_again");
  EXPECT_EQ(agent.authorize({}).retry_seconds, 60);
}

TEST_F(OnPrem, ARenewWindowIsInEveryAnswerWithData) {
  EXPECT_TRUE(agent.authorize({}).data["renew_window"].is_null());
  set({{"renew_window_seconds", Json::array({86'400, 172'800})}});
  const Json wanted = {{"start_ms", kStartMs + kDayMs}, {"end_ms", kStartMs + 2 * kDayMs}};
  EXPECT_EQ(agent.authorize({}).data["renew_window"], wanted);
  EXPECT_EQ(agent.renew(2).data["renew_window"], wanted);
  lab.restart();
  lab.move_to(kStartMs + kDayMs);
  EXPECT_EQ(agent.authorize({}).data["renew_window"]["start_ms"], kStartMs + 2 * kDayMs);
  EXPECT_TRUE(set({{"renew_window_seconds", nullptr}})["renew_window_seconds"].is_null());
  EXPECT_TRUE(agent.authorize({}).data["renew_window"].is_null());
}

TEST_F(OnPrem, TheRenewIntervalMayBeAnother) {
  EXPECT_EQ(agent.renew(2).data["renew_interval_seconds"], 15'552'000);
  set({{"renew_interval_seconds", 3600}});
  EXPECT_EQ(agent.renew(2).data["renew_interval_seconds"], 3600);
}

TEST_F(OnPrem, BadSettingsAreRefusedWhole) {
  for (const Json& change :
       {Json{{"on_prem", "maybe"}}, Json{{"on_prem", true}}, Json{{"renew_window_seconds", 7}},
        Json{{"renew_window_seconds", Json::array({1})}}, Json{{"renew_window_seconds", Json::array({1, "2"})}},
        Json{{"renew_interval_seconds", "1"}}, Json{{"clock_offset_seconds", INT64_MAX}},
        Json{{"reply_version", "2.0"}}, Json{{"synchronized_at", kStart}}}) {
    EXPECT_EQ(lab.admin("PUT", "/admin/settings", change).status, 400U) << change;
  }
  EXPECT_EQ(lab.admin("GET", "/admin/settings").body["on_prem"], "off");
}

}  // namespace
}  // namespace ssm_lab_tests
