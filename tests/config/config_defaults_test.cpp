#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

std::string shipped_configuration() {
  std::ifstream file(std::string(LIC_SHIPPED_ETC) + "/smart-agent.toml", std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(Config, MinimalFileFillsEveryDefault) {
  const ConfigFolder folder;
  const ConfigOutcome outcome = folder.load(kGoodProduct);
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  const Config& config = outcome.config;
  EXPECT_EQ(config.license_type, "flex");
  EXPECT_EQ(config.policy.usage_mode, UsageMode::production);
  EXPECT_EQ(config.serial, std::nullopt);
  EXPECT_EQ(config.transport.route, TransportRoute::direct);
  EXPECT_EQ(config.transport.url, "");  // the vendor's, by the mode
  EXPECT_EQ(config.transport.total_timeout, 60 * kSecond);
  EXPECT_EQ(config.trust.tls_ca_dir, folder.path("trust.d"));
  EXPECT_EQ(config.trust.ssm_root_dir, folder.path("ssm-roots.d"));
  EXPECT_EQ(config.api.socket, "/run/smart-agent/control.sock");
  EXPECT_EQ(config.api.product_socket, "/run/smart-agent/product.sock");
  EXPECT_EQ(config.syslog.app_id, "Cisco Unified CCX Cluster View Daemon");
  EXPECT_EQ(config.syslog.priority_floor, 1);
  EXPECT_EQ(config.log.target, LogTarget::journal);
  EXPECT_EQ(config.history_retention_days, 400);
  EXPECT_EQ(config.policy.catalog_id, "uccx-12.5");
  EXPECT_EQ(config.policy.max_seats, std::nullopt);
  EXPECT_EQ(config.policy.tolerance, 45 * kMinute);
}

TEST(Config, EveryKeyReachesItsField) {
  ConfigFolder folder;
  folder.places().lab = true;
  folder.write("ca/a.pem", "");
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + R"(
serial = "059d8a992467"
hostname_privacy = true
max_seats = 400
[transport]
mode = "smart"
route = "gateway"
url = "https://ssm.example.com:8443/SmartTransport"
connect_timeout_seconds = 0.05
total_timeout_seconds = 2
ip_version = "6"
[trust]
system_store = false
tls_ca_dir = "ca"
[log]
target = "file"
file = "log/agent.log"
level = "debug"
components.ss_rm = "error"
[syslog]
app_id = "Our CCX"
cluster_id = "west"
form = "daemon"
priority_floor = "crit"
[api]
socket = "api.sock"
product_users = ["uccx", "ccx2"]
[history]
retention_days = 30
[lab]
ssm_admin = "http://127.0.0.1:8444"
admin_token_file = "../lab/admin-token"
)");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  const Config& config = outcome.config;
  EXPECT_EQ(config.serial, "059d8a992467");
  EXPECT_TRUE(config.hostname_privacy);
  EXPECT_EQ(config.policy.max_seats, 400);
  EXPECT_EQ(config.transport.url, "https://ssm.example.com:8443/SmartTransport");
  EXPECT_EQ(config.transport.connect_timeout, Millis{50});
  EXPECT_EQ(config.transport.ip_version, IpVersion::v6);
  EXPECT_FALSE(config.trust.system_store);
  EXPECT_EQ(config.trust.tls_ca_dir, folder.path("ca"));
  EXPECT_EQ(config.log.file, folder.path("log/agent.log"));
  EXPECT_EQ(config.log.components.at("ss_rm"), "error");
  EXPECT_EQ(config.syslog.app_id, "Our CCX");
  EXPECT_EQ(config.syslog.form, SyslogForm::daemon);
  EXPECT_EQ(config.syslog.priority_floor, 2);
  EXPECT_EQ(config.api.socket, folder.path("api.sock"));
  EXPECT_EQ(config.api.product_users, (std::vector<std::string>{"uccx", "ccx2"}));
  EXPECT_EQ(config.history_retention_days, 30);
  EXPECT_EQ(config.lab.admin_token_file,
            (std::filesystem::path(folder.path("x")).parent_path().parent_path() / "lab/admin-token").string());
}

TEST(Config, PolicyOverridesTheCatalog) {
  const ConfigFolder folder;
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + R"(
[policy]
tolerance_minutes = 30
evaluation_days = 3
report_spread_seconds = 0
report_unchanged = false
ooc_policy = "immediate"
classification = "used"
reporting = "every_8_hours"
outbox_rows_max = 500
)");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  const Policy& policy = outcome.config.policy;
  EXPECT_EQ(policy.tolerance, 30 * kMinute);
  EXPECT_EQ(policy.evaluation_period, 3 * kDay);
  EXPECT_EQ(policy.report_spread, Millis{0});
  EXPECT_FALSE(policy.report_unchanged);
  EXPECT_EQ(policy.ooc_policy, OocPolicy::immediate);
  EXPECT_EQ(policy.classification, Classification::used);
  EXPECT_EQ(policy.reporting, Reporting::every_8_hours);
  EXPECT_EQ(policy.outbox_rows_max, 500);
  EXPECT_EQ(policy.authorization_validity, 90 * kDay);
}

TEST(Config, LaterFilesOfConfDWin) {
  const ConfigFolder folder;
  folder.write("conf.d/20-last.toml", "[product]\nmax_seats = 20\n[policy]\nevaluation_days = 20\n");
  folder.write("conf.d/10-first.toml", "[product]\nmax_seats = 10\nserial = \"ten\"\n[policy]\nevaluation_days = 10\n");
  folder.write("conf.d/ignored.conf", "nonsense");
  const ConfigOutcome outcome = folder.load(std::string(kGoodProduct) + "max_seats = 1\n");
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.policy.max_seats, 20);
  EXPECT_EQ(outcome.config.serial, "ten");
  EXPECT_EQ(outcome.config.policy.evaluation_period, 20 * kDay);
}

TEST(Config, PathsAreRelativeToTheFileThatNamesThem) {
  const ConfigFolder folder;
  folder.write("conf.d/10.toml", "[log]\nfile = \"here.log\"\n");
  EXPECT_EQ(folder.load(kGoodProduct).config.log.file, folder.path("conf.d/here.log"));
}

// An installed package starts nothing before the product is named.
TEST(Config, TheShippedConfigurationLacksTheProductAlone) {
  const ConfigFolder folder;
  EXPECT_EQ(
      folder.complaints(shipped_configuration()),
      (std::vector<std::string>{"smart-agent.toml:6:1: error: product.catalog is missing; it has no default",
                                "smart-agent.toml:6:1: error: product.license_type is missing; it has no default"}));
}

TEST(Config, TheShippedConfigurationHasTheDefaults) {
  const ConfigFolder folder;
  const Config minimal = folder.load(kGoodProduct).config;
  folder.write("conf.d/product.toml", kGoodProduct);
  const ConfigOutcome outcome = folder.load(shipped_configuration());
  ASSERT_TRUE(outcome.problems.empty()) << describe(outcome.problems.front());
  EXPECT_EQ(outcome.config.policy, minimal.policy);
  EXPECT_EQ(outcome.config.api.socket, minimal.api.socket);
  EXPECT_EQ(outcome.config.transport.url, minimal.transport.url);
}

}  // namespace
}  // namespace lic
