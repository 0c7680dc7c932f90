// What is reserved is not there for the instances that report, nor for a transfer.
#include "tests/lab_tests/reservation_machine.hpp"
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class ReservedPool : public testing::Test {
protected:
  void SetUp() override {
    lab.set_pools({{"premium", 10}, {"standard", 40}}, {{"premium", {"standard"}}});
    ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  }
  AdminReply reserve(const Json& entitlements, const std::string& account = "Default") {
    return lab.admin("POST", "/admin/reservations",
                     {{"virtual_account", account}, {"request_code", kRequest}, {"entitlements", entitlements}});
  }
  Json status_of(const char* tag) {
    return lab.admin("GET", "/admin/accounts/Default/pools").body["pools"][tag]["status"];
  }
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(ReservedPool, LowersWhatIsLeftForReportingInstances) {
  EXPECT_EQ(agent.authorize({{"premium", 4}, {"standard", 45}}).data["overall_status"], "InCompliance");
  ASSERT_EQ(reserve({{"premium", 2}}).status, 201U);
  const TestReply reply = agent.authorize({{"premium", 4}, {"standard", 45}});
  EXPECT_EQ(reply.data["overall_status"], "OutOfCompliance") << "8 premium are left, 4 of them for 5 standard ones";
  EXPECT_EQ(reply.data["entitlements"][0]["purchased"], 8);
  EXPECT_EQ(reply.data["entitlements"][1]["purchased"], 40);
  EXPECT_EQ(lab.admin("GET", "/admin/notifications").body["notifications"].size(), 1U);

  lab.admin("DELETE", std::string("/admin/reservations/") + kInstance);
  EXPECT_EQ(agent.authorize({{"premium", 4}, {"standard", 45}}).data["overall_status"], "InCompliance");
  EXPECT_EQ(lab.admin("GET", "/admin/notifications").body["notifications"].size(), 2U);
}

TEST_F(ReservedPool, CountsInUseAreNotReservedTwice) {
  agent.authorize({{"premium", 4}});
  EXPECT_EQ(reserve({{"premium", 7}}).body["error"],
            "The virtual account Default has not enough licenses premium: 7 more are wanted, 6 are left (10 purchased, "
            "4 in use, 0 reserved).");
  EXPECT_EQ(reserve({{"premium", 6}}).status, 201U);
  const Json row = lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["premium"];
  EXPECT_EQ(row, Json({{"purchased", 10}, {"in_use", 4}, {"reserved", 6}, {"balance", 0}, {"status", "InCompliance"}}));
}

TEST_F(ReservedPool, ReservedLicensesDoNotMove) {
  reserve({{"standard", 30}});
  lab.admin("POST", "/admin/accounts", {{"virtual_account", "Other"}});
  Json order = {{"from", "Default"}, {"to", "Other"}, {"tag", "standard"}, {"count", 11}};
  EXPECT_EQ(lab.admin("POST", "/admin/transfer", order).status, 409U);
  order["count"] = 10;
  EXPECT_EQ(lab.admin("POST", "/admin/transfer", order).status, 200U);
}

TEST_F(ReservedPool, AnotherVirtualAccountIsNotTouched) {
  lab.admin("POST", "/admin/accounts", {{"virtual_account", "Other"}});
  lab.admin("PUT", "/admin/accounts/Other/pools", {{"default_pool", 5}});
  ASSERT_EQ(reserve({{"premium", 5}}, "Other").status, 201U);
  const Json other = lab.admin("GET", "/admin/accounts/Other/pools").body["pools"]["premium"];
  EXPECT_EQ(other["reserved"], 5);
  EXPECT_EQ(other["balance"], 0);
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["pools"]["premium"]["reserved"], 0);
}

TEST_F(ReservedPool, FewerPurchasedThanReservedLeavesNothing) {
  reserve({{"premium", 6}});
  lab.set_pools({{"premium", 3}});
  const TestReply reply = agent.authorize({{"premium", 1}});
  EXPECT_EQ(reply.data["entitlements"][0]["status"], "OutOfCompliance");
  EXPECT_EQ(reply.data["entitlements"][0]["purchased"], 0);
  EXPECT_EQ(status_of("premium"), "OutOfCompliance");
}

TEST_F(ReservedPool, ADisconnectedSsmReservesFromItsLastSynchronisation) {
  lab.admin("PUT", "/admin/settings", {{"on_prem", "disconnected"}});
  lab.set_pools({{"premium", 20}});
  EXPECT_EQ(reserve({{"premium", 11}}).status, 409U);
  lab.admin("POST", "/admin/synchronize");
  EXPECT_EQ(reserve({{"premium", 11}}).status, 201U);
}

}  // namespace
}  // namespace ssm_lab_tests
