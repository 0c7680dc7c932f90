// Limits of wire.md and hostile bodies.
#include "tests/lab_tests/test_agent.hpp"

namespace ssm_lab_tests {
namespace {

class Limits : public testing::Test {
protected:
  void SetUp() override { ASSERT_EQ(agent.register_with(lab.token()).status, "OK"); }
  TestReply authorize(const Json& data) { return agent.send("AUTHORIZATION", data); }
  TestLab lab;
  TestAgent agent{lab, "SERIAL1", 1};
};

TEST_F(Limits, BodiesThatAreNoJsonObjectAreHttpErrors) {
  for (const char* body : {"", "x", "[]", "\"text\"", "{", "{\"a\":\xFF}"}) {
    EXPECT_EQ(lab.lab().exchange(body).status, 400U) << body;
  }
  EXPECT_EQ(lab.lab().exchange(std::string(2'000'000, ' ')).status, 400U);
  EXPECT_EQ(lab.lab().exchange(std::string(500'000, '[')).status, 400U);
}

TEST_F(Limits, AnyJsonObjectGetsASignedRefusal) {
  for (const char* body : {"{}", R"({"request":1})", R"({"request":"{}"})", R"({"request":"{\"header\":[]}"})"}) {
    const TestReply reply = agent.post(body);
    EXPECT_EQ(reply.http_status, 200U) << body;
    EXPECT_EQ(reply.status, "FAILED") << body;
  }
}

TEST_F(Limits, DepthOf32) {
  Json deep = 1;
  for (int level = 0; level < 40; ++level) deep = Json::array({deep});
  Json data = agent.authorization_data({});
  data["unknown"] = deep;
  EXPECT_EQ(authorize(data).message, "Malformed request: request_data: limit depth: deeper than 32");
}

TEST_F(Limits, StringsOf64KiB) {
  Json data = agent.authorization_data({});
  data["unknown"] = std::string(64 * 1024, 'x');
  EXPECT_EQ(authorize(data).status, "OK");
  data["unknown"] = std::string(64 * 1024 + 1, 'x');
  EXPECT_EQ(authorize(data).message, "Malformed request: request_data: limit string: longer than 64 KiB");
}

TEST_F(Limits, RequestDataItselfMayBeLonger) {
  Counts counts;
  for (int number = 0; number < 2000; ++number) counts["tag-" + std::to_string(number)] = number;
  EXPECT_EQ(agent.authorize(counts).status, "OK");
}

TEST_F(Limits, TenThousandEntitlementsAndTwoHundredReports) {
  Json data = agent.authorization_data({});
  for (int number = 0; number <= 10'000; ++number) {
    data["entitlements"].push_back({{"tag", std::to_string(number)}, {"count", 0}});
  }
  EXPECT_EQ(authorize(data).message, "Malformed request: limit entitlements: more than 10000");
  data["entitlements"].erase(0);
  EXPECT_EQ(authorize(data).status, "OK");
  data = agent.authorization_data({});
  for (int number = 0; number <= 200; ++number) data["reports"].push_back({{"id", number}});
  EXPECT_EQ(authorize(data).message, "Malformed request: limit reports: more than 200");
}

TEST_F(Limits, HigherVersionsAreNamed) {
  const Tampering tampering{.header = [](Json& header) { header["version"] = "1.4"; }};
  EXPECT_EQ(agent.send("AUTHORIZATION", agent.authorization_data({}), tampering).status, "VERSION_TOO_HIGH");
  const Tampering known{.header = [](Json& header) { header["version"] = "1.3"; }};
  EXPECT_EQ(agent.send("AUTHORIZATION", agent.authorization_data({}), known).status, "OK");
}

TEST_F(Limits, UnknownMembersAndMissingNullsAreFine) {
  const Tampering tampering{.header =
                                [](Json& header) {
                                  header.erase("agent_actions");
                                  header.erase("connect_info");
                                  header["colour"] = "blue";
                                },
                            .envelope = [](Json& envelope) { envelope.erase("credential"); }};
  EXPECT_EQ(agent.send("AUTHORIZATION", agent.authorization_data({}), tampering).status, "OK");
}

TEST_F(Limits, LongTokensAreMalformed) {
  TestAgent other(lab, "SERIAL2", 2);
  EXPECT_EQ(other.register_with(std::string(256, 'x')).message, "Malformed request: id_token");
  EXPECT_EQ(other.register_with("  ").message, "Malformed request: id_token");
  EXPECT_EQ(other.register_with("  " + lab.token() + "\n").status, "OK");
}

}  // namespace
}  // namespace ssm_lab_tests
