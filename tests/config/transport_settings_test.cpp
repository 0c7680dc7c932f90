// [transport] and [transport.proxy]: every key, the files they name, what is warned of.
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "daemon/config/secret_file.hpp"
#include "daemon/config/transport_check.hpp"
#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

const std::string kProxy =
    std::string(kGoodProduct) + "[transport]\nroute = \"proxy\"\n[transport.proxy]\nhost = \"proxy.example.com\"\n";

class TransportKeys : public testing::Test {
protected:
  void write_secret(const std::string& name, mode_t mode) {
    folder.write(name, "geheim\n");
    ASSERT_EQ(::chmod(folder.path(name).c_str(), mode), 0);
  }
  ConfigFolder folder;
};

TEST_F(TransportKeys, EveryKeyReachesItsField) {
  write_secret("password", 0640);
  folder.write("ca.pem", "x");
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + R"(
[transport]
mode = "call-home"
route = "proxy"
url = "https://ssm.example.com/its/service"
no_proxy = ["ssm.example.com", ".example.net", "*.example.org", "192.0.2.0/24", "::1", "*"]
[transport.proxy]
host = "2001:db8::7"
port = 8080
scheme = "https"
user = "agent"
password_file = "password"
ca_file = "ca.pem"
)");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  const TransportSettings wanted{
      .mode = TransportMode::call_home,
      .route = TransportRoute::proxy,
      .url = "https://ssm.example.com/its/service",
      .no_proxy = {"ssm.example.com", ".example.net", "*.example.org", "192.0.2.0/24", "::1", "*"},
      .proxy = ProxySettings{.host = "2001:db8::7",
                             .port = 8080,
                             .scheme = ProxyScheme::https,
                             .user = "agent",
                             .password_file = folder.path("password"),
                             .ca_file = folder.path("ca.pem")},
  };
  EXPECT_EQ(outcome.config.transport, wanted);
}

TEST_F(TransportKeys, ProxyHasDefaultsButItsHost) {
  const ConfigOutcome outcome = folder.load(kProxy);
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  ProxySettings wanted;
  wanted.host = "proxy.example.com";
  EXPECT_EQ(outcome.config.transport.proxy, wanted);
  EXPECT_EQ(wanted.port, 3128);
  EXPECT_EQ(outcome.config.transport.url, "");  // through the proxy to the vendor
}

TEST_F(TransportKeys, CallHomeIsWarnedOf) {  // S3
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + "[transport]\nmode = \"call-home\"\n");
  EXPECT_TRUE(outcome.problems.empty());
  ASSERT_EQ(outcome.warnings.size(), 1U);
  EXPECT_EQ(describe_warning(outcome.warnings.front()),
            folder.path("smart-agent.toml") + ":5:8: warning: " + kCallHomeDeprecated);
}

TEST_F(TransportKeys, ProxyThatTheRouteDoesNotUseIsWarnedOf) {
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + "[transport.proxy]\nhost = \"p\"\n");
  EXPECT_TRUE(outcome.problems.empty());
  ASSERT_EQ(outcome.warnings.size(), 1U);
  EXPECT_EQ(outcome.warnings.front().line, 4);
}

TEST_F(TransportKeys, PasswordThatEverybodyCanReadIsRefused) {
  write_secret("password", 0644);
  const auto complaints = folder.complaints(kProxy + "user = \"a\"\npassword_file = \"password\"\n");
  EXPECT_EQ(complaints, std::vector<std::string>{"smart-agent.toml:9:17: error: password_file password can be read by "
                                                 "every user of this machine; protect it: chmod 0640 password, chgrp "
                                                 "smart-agent password"});
}

TEST_F(TransportKeys, PasswordFileHasToBeThere) {
  folder.write("empty", "");
  for (const char* name : {"nowhere", "empty", "."}) {
    const auto complaints = folder.complaints(kProxy + "user = \"a\"\npassword_file = \"" + std::string(name) + "\"\n");
    ASSERT_EQ(complaints.size(), 1U) << name;
    EXPECT_TRUE(complaints.front().starts_with("smart-agent.toml:9:17: error: password_file ")) << complaints.front();
  }
}

TEST_F(TransportKeys, CredentialIsTheFileThatSystemdLaidThere) {
  write_secret("credentials/proxy-password", 0400);
  folder.places().credentials_dir = folder.path("credentials");
  const ConfigOutcome outcome = folder.load(kProxy + "user = \"a\"\npassword_file = \"credential:proxy-password\"\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.transport.proxy->password_file, folder.path("credentials/proxy-password"));
}

TEST_F(TransportKeys, CredentialNeedsSystemd) {
  const std::string text = kProxy + "user = \"a\"\npassword_file = \"credential:proxy-password\"\n";
  EXPECT_EQ(folder.complaints(text),
            std::vector<std::string>{"smart-agent.toml:9:17: error: systemd handed no credentials to this process, so "
                                     "there is no proxy-password; add LoadCredential=proxy-password:FILE to the unit, "
                                     "or give the path of a file"});
  folder.places().only_checked = true;  // by hand: nobody knows what the service will have
  EXPECT_TRUE(folder.complaints(text).empty());
}

TEST(SecretFile, CredentialNamesStayInTheirFolder) {
  for (const char* name : {"credential:", "credential:../shadow", "credential:.x", "credential:a/b"}) {
    EXPECT_TRUE(secret_file_path(name, "/run/credentials/x").has_error()) << name;
  }
  EXPECT_EQ(*secret_file_path("/etc/password", ""), "/etc/password");
}

TEST(TransportCheck, NeverRepeatsWhatMayBeAPassword) {
  TransportSettings settings;
  settings.route = TransportRoute::gateway;
  settings.url = "https://me:geheim@ssm.example.com/";
  const auto findings = wrong_with_transport(settings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().key, "transport.url");
  EXPECT_EQ(findings.front().text.find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace lic
