// Which keys a reload takes (interfaces.md section 6), compared with what it really takes.
#include "daemon/config/reload_table.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/api/config_json.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/policy_keys.hpp"
#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

// Another value for one key; @ is the folder.
struct Other {
  std::string key;
  std::string value;
  std::string catalog = "uccx-12.5";
};
const std::vector<Other> kOthers = {
    {"product.catalog", R"("uccx-15")"},
    {"product.license_type", R"("perpetual-premium")"},
    {"product.usage_mode", "\"non-production\"\nlicense_type = \"nfr\""},  // no type is for both
    {"product.serial", R"("FOX1234")"},
    {"product.hostname_privacy", "true"},
    {"product.max_seats", "17"},
    {"product.deployment_type", R"("rogger")", "ucce-15"},
    {"product.high_availability", "true"},
    {"product.first_mode", R"("classic")"},
    {"product.wfo", "true"},
    {"transport.mode", R"("call-home")"},
    {"transport.route", R"("gateway")"},
    {"transport.url", R"("https://other.example.com/SmartTransport")"},
    {"transport.connect_timeout_seconds", "3"},
    {"transport.total_timeout_seconds", "33"},
    {"transport.ip_version", R"("6")"},
    {"transport.no_proxy", R"(["other.example.com"])"},
    {"transport.proxy.host", R"("other.example.com")"},
    {"transport.proxy.port", "3129"},
    {"transport.proxy.scheme", R"("https")"},
    {"transport.proxy.user", R"("other")"},
    {"transport.proxy.password_file", R"("@/other-password")"},
    {"transport.proxy.ca_file", R"("@/other-ca.pem")"},
    {"trust.system_store", "false"},
    {"trust.tls_ca_dir", R"("@/other-trust.d")"},
    {"trust.ssm_root_dir", R"("@/other-roots.d")"},
    {"policy.tolerance_minutes", "30"},
    {"usage.lease_seconds", "77"},
    {"history.retention_days", "7"},
    {"log.target", R"("stderr")"},
    {"log.file", R"("@/other.log")"},
    {"log.level", R"("debug")"},
    {"log.components.lib_license", R"("error")"},
    {"log.components.ss_rm", R"("error")"},
    {"syslog.app_id", R"("Other")"},
    {"syslog.cluster_id", R"("other")"},
    {"syslog.form", R"("daemon")"},
    {"syslog.priority_floor", R"("crit")"},
    {"syslog.servers", R"(["udp://logs.example.com"])"},
    {"syslog.ca_file", R"("@/other-ca.pem")"},
    {"api.socket", R"("/run/other/control.sock")"},
    {"api.product_socket", R"("/run/other/product.sock")"},
    {"api.admin_group", R"("other")"},
    {"api.monitor_group", R"("other")"},
    {"api.product_users", R"(["other"])"},
    {"lab.ssm_admin", R"("http://127.0.0.1:8445")"},
    {"lab.admin_token_file", R"("@/other-token")"},
};

constexpr const char* kBase = R"(
[transport]
route = "proxy"
url = "https://ssm.example.com/SmartTransport"
[transport.proxy]
host = "proxy.example.com"
user = "agent"
password_file = "@/password"
ca_file = "@/ca.pem"
[lab]
ssm_admin = "http://127.0.0.1:8444"
admin_token_file = "@/token"
)";

class ReloadTable : public testing::Test {
protected:
  ReloadTable() {
    folder.places().lab = true;
    for (const char* name : {"other-trust.d", "other-roots.d"}) std::filesystem::create_directory(folder.path(name));
    for (const char* name : {"password", "other-password", "ca.pem", "other-ca.pem", "token", "other-token"}) {
      folder.write(name, "x");
      std::filesystem::permissions(folder.path(name), std::filesystem::perms::owner_all);
    }
  }
  [[nodiscard]] std::string placed(std::string text) const {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@')) text.replace(at, 2, folder.path(""));
    return text;
  }
  [[nodiscard]] ConfigOutcome load(const Other& other, bool changed) const {
    const auto dot = other.key.rfind('.');
    folder.write("conf.d/other.toml", changed ? "[" + other.key.substr(0, dot) + "]\n" + other.key.substr(dot + 1) +
                                                    " = " + placed(other.value) + "\n"
                                              : "");
    return folder.load("[product]\ncatalog = \"" + other.catalog + "\"\nlicense_type = \"flex\"\n" + placed(kBase));
  }
  ConfigFolder folder;
};

std::string shown(const Config& config) { return api::config_json(config, {}).dump(1); }

TEST_F(ReloadTable, KnowsEveryKey) {
  std::vector<std::string> keys;
  for (const ConfigSection& section : config_sections()) {
    for (const auto& rule : section.rules) keys.push_back(std::string(section.name) + "." + std::string(rule.name));
  }
  for (const std::string& name : names_of(policy_keys())) keys.push_back("policy." + name);
  ASSERT_GT(keys.size(), 60U);
  for (const std::string& key : keys)
    EXPECT_NE(reload_row_of(key), nullptr) << key << " has no row in reload_table.cpp";
  EXPECT_EQ(reload_row_of("syslog.colour"), nullptr);
}

TEST_F(ReloadTable, HasNoRowTwiceAndEveryRowIsTried) {
  std::set<std::string_view> rows;
  for (const ReloadRow& row : reload_rows()) EXPECT_TRUE(rows.insert(row.key).second) << row.key;
  std::set<std::string_view> tried;
  for (const Other& other : kOthers) tried.insert(reload_row_of(other.key)->key);
  EXPECT_EQ(tried, rows);
}

TEST_F(ReloadTable, IsWhatAReloadDoes) {
  for (const Other& other : kOthers) {
    const ConfigOutcome before = load(other, false);
    const ConfigOutcome after = load(other, true);
    ASSERT_TRUE(before.problems.empty()) << other.key << describe(before.problems.front());
    ASSERT_TRUE(after.problems.empty()) << other.key << describe(after.problems.front());
    ASSERT_NE(shown(after.config), shown(before.config)) << other.key;
    const bool is_taken = reload_row_of(other.key)->when == Taken::by_reload;
    EXPECT_EQ(shown(with_reloaded_keys(before.config, after)), shown(is_taken ? after.config : before.config))
        << other.key;
  }
}

TEST_F(ReloadTable, StandsInTheDocs) {
  std::string table;
  for (const ReloadRow& row : reload_rows()) {
    table += "| `" + std::string(row.key) + "` | " + (row.when == Taken::by_reload ? "reload" : "start") + " | " +
             std::string(row.note) + " |\n";
  }
  std::ostringstream page;
  page << std::ifstream(LIC_RELOAD_PAGE).rdbuf();
  EXPECT_TRUE(page.str().ends_with("|---|---|---|\n" + table)) << "the table of the page should be:\n" << table;
}

TEST_F(ReloadTable, ChangedKeysAreNamedByWhenTheyAreTaken) {
  const WrittenKeys before = {{"log.level", "\"info\""}, {"product.catalog", "\"a\""}, {"syslog.form", "\"system\""}};
  const WrittenKeys now = {{"log.level", "\"debug\""}, {"product.catalog", "\"b\""}, {"policy.polls_max", "3"}};
  EXPECT_EQ(changed_keys(before, now, Taken::by_reload), (std::vector<std::string>{"log.level", "syslog.form"}));
  EXPECT_EQ(changed_keys(before, now, Taken::at_start),
            (std::vector<std::string>{"policy.polls_max", "product.catalog"}));
  EXPECT_TRUE(changed_keys(now, now, Taken::by_reload).empty());
}

}  // namespace
}  // namespace lic
