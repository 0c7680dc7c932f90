// The admin API, interfaces.md section 8.
#include "tests/lab_tests/test_agent.hpp"

#include "tests/lab/lab_clock.hpp"

namespace ssm_lab_tests {
namespace {

class Admin : public testing::Test {
protected:
  TestLab lab;
};

TEST_F(Admin, StrangersAreRefused) {
  ssm_lab::HttpRequest request = lab.admin_request("GET", "/admin/clock");
  EXPECT_EQ(lab.lab().answer_admin(request).status, 200U);
  request.authorization = "Bearer wrong";
  EXPECT_EQ(lab.lab().answer_admin(request).status, 401U);
  request = lab.admin_request("GET", "/admin/clock");
  request.origin = "https://evil.example";
  EXPECT_EQ(lab.lab().answer_admin(request).status, 403U);
  request.origin = "http://127.0.0.1:8444";
  EXPECT_EQ(lab.lab().answer_admin(request).status, 200U);
  request.host = "evil.example";
  EXPECT_EQ(lab.lab().answer_admin(request).status, 403U);
  request.host.reset();
  EXPECT_EQ(lab.lab().answer_admin(request).status, 403U);
}

TEST_F(Admin, RoutesAndBodiesAreChecked) {
  EXPECT_EQ(lab.admin("GET", "/admin/nothing").status, 404U);
  EXPECT_EQ(lab.admin("PUT", "/admin/clock").status, 405U);
  ssm_lab::HttpRequest request = lab.admin_request("POST", "/admin/clock");
  request.body = "no json";
  EXPECT_EQ(lab.lab().answer_admin(request).status, 400U);
  EXPECT_EQ(lab.admin("POST", "/admin/clock", {{"to", "yesterday"}}).status, 400U);
  EXPECT_EQ(lab.admin("PUT", "/admin/settings", {{"colour", "blue"}}).status, 400U);
}

TEST_F(Admin, ClockIsMovedByEitherName) {
  EXPECT_EQ(lab.admin("POST", "/admin/clock", {{"to", "2025-03-01T12:00:00.250+01:00"}}).body["now"],
            "2025-03-01T11:00:00.250Z");
  EXPECT_EQ(lab.admin("POST", "/admin/clock", {{"now", kStart}}).body["now"], kStart);
}

TEST_F(Admin, AccountsHaveUniqueNames) {
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"smart_account", "A"}, {"virtual_account", "V 1"}}).status, 201U);
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"smart_account", "A"}, {"virtual_account", "V 1"}}).status, 200U);
  EXPECT_EQ(lab.admin("POST", "/admin/accounts", {{"smart_account", "B"}, {"virtual_account", "V 1"}}).status, 409U);
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/V%201/pools").body["smart_account"], "A");
  EXPECT_EQ(lab.admin("GET", "/admin/accounts/none/pools").status, 404U);
}

TEST_F(Admin, TransferMovesLicenses) {
  lab.set_pools({{"tag", 10}});
  lab.admin("POST", "/admin/accounts", {{"virtual_account", "Other"}});
  const Json order = {{"from", "Default"}, {"to", "Other"}, {"tag", "tag"}, {"count", 4}};
  const AdminReply reply = lab.admin("POST", "/admin/transfer", order);
  ASSERT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body["from"]["pools"]["tag"]["purchased"], 6);
  EXPECT_EQ(reply.body["to"]["pools"]["tag"]["purchased"], 4);
  EXPECT_EQ(
      lab.admin("POST", "/admin/transfer", {{"from", "Default"}, {"to", "Other"}, {"tag", "tag"}, {"count", 7}}).status,
      409U);
}

TEST_F(Admin, PoolsMustBeNumbers) {
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/Default/pools", {{"pools", {{"tag", -1}}}}).status, 400U);
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/Default/pools", {{"pools", {{"tag", "x"}}}}).status, 400U);
  EXPECT_EQ(lab.admin("PUT", "/admin/accounts/Default/pools", {{"covers", {{"a", "b"}}}}).status, 400U);
}

TEST_F(Admin, ExchangesAreDecodedAndHideTokens) {
  TestAgent agent(lab, "SERIAL1", 1);
  const std::string token = lab.token();
  agent.register_with(token);
  agent.authorize({{"tag", 1}});
  const AdminReply reply = lab.admin("GET", "/admin/exchanges");
  EXPECT_EQ(reply.body.dump().find(token), std::string::npos);
  const Json& last = reply.body["exchanges"].back();
  EXPECT_EQ(last["type"], "AUTHORIZATION");
  EXPECT_EQ(last["time"], kStart);
  EXPECT_EQ(last["instance"], agent.instance);
  EXPECT_EQ(last["sequence"], 1);
  EXPECT_EQ(last["status"], "OK");
  EXPECT_EQ(last["request_data"]["entitlements"][0]["count"], 1);
  EXPECT_EQ(lab.admin("GET", "/admin/exchanges?limit=1").body["exchanges"].size(), 1U);
}

TEST_F(Admin, UsageNamesInstancesAndTags) {
  TestAgent agent(lab, "SERIAL1", 1);
  agent.register_with(lab.token());
  agent.authorize({{"tag", 3}, {"zero", 0}});
  const Json usage = lab.admin("GET", "/admin/usage").body;
  EXPECT_EQ(usage["instances"][0]["instance"], agent.instance);
  EXPECT_EQ(usage["instances"][0]["entitlements"][0], Json({{"tag", "tag"}, {"count", 3}}));
  EXPECT_EQ(usage["tags"][0], Json({{"virtual_account", "Default"}, {"tag", "tag"}, {"in_use", 3}}));
  EXPECT_TRUE(lab.admin("GET", "/admin/usage?tag=none").body["tags"].empty());
}

TEST(Rfc3339, IsReadStrictly) {
  EXPECT_EQ(ssm_lab::parse_rfc3339("2024-02-29T23:59:59Z"), 1'709'251'199'000);
  EXPECT_EQ(ssm_lab::format_rfc3339(1'709'251'199'000), "2024-02-29T23:59:59Z");
  for (const char* text : {"", "2025", "2025-02-29T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:00:00",
                           "2025-01-01T00:00:00Zx", "2025-01-01T00:00:00+1:00"}) {
    EXPECT_FALSE(ssm_lab::parse_rfc3339(text)) << text;
  }
}

TEST(AgentListener, OnlyServesItsPathsAndMethods) {
  TestLab lab;
  ssm_lab::HttpRequest request;
  request.method = "GET";
  request.target = "/SmartTransport";
  EXPECT_EQ(lab.lab().answer_agent(request).status, 200U);
  request.target = "/elsewhere";
  EXPECT_EQ(lab.lab().answer_agent(request).status, 404U);
  request.target = "/licservice/license?x=1";
  request.method = "PUT";
  EXPECT_EQ(lab.lab().answer_agent(request).status, 405U);
  request.method = "POST";
  EXPECT_EQ(lab.lab().answer_agent(request).status, 415U);
  request.content_type = "application/json; charset=utf-8";
  request.body = "{}";
  EXPECT_EQ(lab.lab().answer_agent(request).status, 200U);
}

}  // namespace
}  // namespace ssm_lab_tests
