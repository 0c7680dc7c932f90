// What a restart keeps.
#include "tests/lab_tests/test_agent.hpp"

#include <sys/stat.h>

namespace ssm_lab_tests {
namespace {

TEST(Persistence, EverythingSurvivesARestart) {
  TestLab lab;
  TestAgent agent(lab, "SERIAL1", 1);
  lab.set_pools({{"tag", 1}}, {{"tag", {"other"}}});
  ASSERT_EQ(agent.register_with(lab.token()).status, "OK");
  lab.move_to(kStartMs + kHourMs);
  lab.admin("PUT", "/admin/settings", {{"clock_offset_seconds", 60}});
  const std::string replayed = agent.write("AUTHORIZATION", agent.authorization_data({{"tag", 2}}));
  const TestReply first = agent.post(replayed);
  const Json pools = lab.admin("GET", "/admin/accounts").body;
  const Json usage = lab.admin("GET", "/admin/usage").body;

  lab.restart();

  EXPECT_EQ(lab.admin("GET", "/admin/clock").body["now"], "2025-01-01T01:00:00Z") << "the stored position counts";
  EXPECT_EQ(lab.admin("GET", "/admin/settings").body["clock_offset_seconds"], 60);
  EXPECT_EQ(lab.admin("GET", "/admin/accounts").body, pools);
  EXPECT_EQ(lab.admin("GET", "/admin/usage").body, usage);
  EXPECT_EQ(agent.post(replayed).message, "Replayed request");
  agent.is_repeating = true;
  EXPECT_EQ(agent.authorize({{"tag", 2}}).data["auth_expiry"], first.data["auth_expiry"]);
  agent.sequence = 0;
  EXPECT_EQ(agent.authorize({}).message, "Clone suspected");
  EXPECT_EQ(lab.admin("GET", "/admin/notifications").body["notifications"].size(), 1U);
  EXPECT_GE(lab.admin("GET", "/admin/exchanges").body["exchanges"].size(), 5U);
}

TEST(Persistence, SecretsAreForTheOwnerOnly) {
  TestLab lab;
  for (const char* name : {"admin-token", "lab.sqlite", "ssm-root.key", "ssm-sub-ca.key", "ssm-signer.key",
                           "tls-ca.key", "tls-server.key"}) {
    struct stat status {};
    ASSERT_EQ(::stat((lab.directory() / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << name;
  }
}

TEST(Persistence, OneLabPerDirectory) {
  TestLab lab;
  const auto second = ssm_lab::Lab::open({lab.directory(), kStartMs});
  EXPECT_FALSE(second.has_value());
}

TEST(Persistence, AManualClockIsForAnEmptyDirectoryOnly) {
  const TestLab template_lab;
  const auto directory = template_lab.directory() / "real";
  { ASSERT_TRUE(ssm_lab::Lab::open({directory, std::nullopt}).has_value()); }
  EXPECT_FALSE(ssm_lab::Lab::open({directory, kStartMs}).has_value());
  EXPECT_TRUE(ssm_lab::Lab::open({directory, std::nullopt}).has_value());
}

}  // namespace
}  // namespace ssm_lab_tests
