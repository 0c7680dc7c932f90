// Export-controlled functionality, rules.md R-REG-11: a token's flag and the account's permission.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class ExportControl : public testing::Test {
protected:
  void SetUp() override { lab.set_pools({{"tag", 10}}); }
  AdminReply permit(bool is_allowed) {
    return lab.admin("PUT", "/admin/accounts/Default", {{"export_control_allowed", is_allowed}});
  }
  AdminReply order_token(bool is_flagged) {
    return lab.admin("POST", "/admin/tokens", {{"export_controlled", is_flagged}});
  }
  Json told_in_authorization() { return agent.authorize({{"tag", 1}}).data["entitlements"][0]["export_allowed"]; }
  Json shown() { return lab.admin("GET", "/admin/instances").body["instances"].at(0)["export_controlled_allowed"]; }

  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(ExportControl, AccountsHaveThePermissionUnlessItIsWithdrawn) {
  EXPECT_EQ(lab.admin("GET", "/admin/accounts").body["accounts"][0]["export_control_allowed"], true);
  EXPECT_EQ(permit(false).body["export_control_allowed"], false);
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["export_control_allowed"], false);
  lab.restart();
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/Default/pools").body["export_control_allowed"], false);
  EXPECT_EQ(permit(true).body["export_control_allowed"], true);
}

TEST_F(ExportControl, AnAccountIsMadeWithOrWithoutIt) {
  const Json order = {{"virtual_account", "Embargo"}, {"export_control_allowed", false}};
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", order).body["export_control_allowed"], false);
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"virtual_account", "Embargo"}}).body["export_control_allowed"],
            false);
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"virtual_account", "Free"}}).body["export_control_allowed"], true);
}

TEST_F(ExportControl, TheMemberMustBeTrueOrFalse) {
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/Default").status, 400U);
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/Default", {{"export_control_allowed", "no"}}).body["error"],
            "export_control_allowed must be true or false");
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"virtual_account", "V"}, {"export_control_allowed", 1}}).status,
            400U);
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/None", {{"export_control_allowed", true}}).status, 404U);
}

TEST_F(ExportControl, AFlaggedTokenNeedsThePermission) {
  permit(false);
  const AdminReply refused = order_token(true);
  EXPECT_EQ(refused.status, 409U);
  EXPECT_EQ(refused.body["error"],
            "The virtual account Default is not allowed export-controlled functionality: make the token without "
            "export_controlled, or allow it with PUT /admin/accounts/Default.");
  EXPECT_EQ(order_token(false).status, 201U);
  permit(true);
  EXPECT_EQ(order_token(true).status, 201U);
}

TEST_F(ExportControl, ATokenWithoutTheFlagAllowsNothing) {
  EXPECT_EQ(agent.register_with(lab.token()).data["export_controlled_allowed"], false);
  EXPECT_EQ(told_in_authorization(), false);
}

TEST_F(ExportControl, AWithdrawnPermissionIsToldInTheNextAuthorization) {
  EXPECT_EQ(agent.register_with(lab.token({{"export_controlled", true}})).data["export_controlled_allowed"], true);
  EXPECT_EQ(told_in_authorization(), true);
  EXPECT_EQ(shown(), true);
  permit(false);
  EXPECT_EQ(told_in_authorization(), false);
  EXPECT_EQ(shown(), false);
  EXPECT_EQ(agent.renew(2).data["export_controlled_allowed"], false);
  permit(true);
  EXPECT_EQ(told_in_authorization(), true) << "the instance's own flag was kept";
}

TEST_F(ExportControl, AWithdrawnPermissionIsToldInTheNextRegistration) {
  const std::string token = lab.token({{"export_controlled", true}});
  permit(false);
  const TestReply reply = agent.register_with(token);
  ASSERT_EQ(reply.status, "OK") << reply.message;
  EXPECT_EQ(reply.data["export_controlled_allowed"], false);
  permit(true);
  EXPECT_EQ(told_in_authorization(), true);
}

}  // namespace
}  // namespace ssm_lab_tests
