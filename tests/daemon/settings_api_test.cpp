// What operators set while the agent runs: host name privacy (R-LIFE-7), trust anchors; and how it is shown.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/api/json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

Json json_of(const HttpAnswer& answer) {
  auto value = api::parse_json(answer.body);
  EXPECT_TRUE(value.has_value()) << answer.body;
  return value.has_value() ? std::move(*value) : Json::object();
}

std::string text_at(const Json& value, const char* pointer) {
  const Json::json_pointer at(pointer);
  if (!value.contains(at) || !value.at(at).is_string()) return "?";
  return value.at(at).get<std::string>();
}

std::string golden_file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(LIC_GOLDEN_KEYS) + "/" + name).rdbuf();
  return text.str();
}

TEST(TransportApi, ShowsWhatTheFileSays) {
  ApiBench bench;
  const Json view = json_of(bench.ask("GET", "/v1/transport"));
  EXPECT_EQ(text_at(view, "/route"), "direct");
  EXPECT_EQ(text_at(view, "/effective_url"), "https://smartreceiver.cisco.com/licservice/license");
  EXPECT_EQ(text_at(view, "/set_by"), "file");
  EXPECT_TRUE(view.at("note").is_null());
}

TEST(ConfigApi, ShowsWhatACommandSet) {
  ApiBench bench;
  EXPECT_EQ(json_of(bench.ask("GET", "/v1/config")).at("set_by_command"), Json::array());
  EXPECT_EQ(bench.ask("PUT", "/v1/privacy", R"({"hostname":true})").status, 200);
  const Json config = json_of(bench.ask("GET", "/v1/config"));
  EXPECT_EQ(config.at("set_by_command"), (Json::array({"product.hostname_privacy"})));
  EXPECT_EQ(config.at("product").at("hostname_privacy"), true);
}

TEST(PrivacyApi, OnHidesTheHostNameAndPreviewsIt) {
  ApiBench bench;
  const Json before = json_of(bench.ask("GET", "/v1/privacy?hostname=true"));
  EXPECT_EQ(before.at("hostname"), false);
  EXPECT_EQ(text_at(before, "/preview/product_instance_name"), "S1");
  const Json done = json_of(bench.ask("PUT", "/v1/privacy", R"({"hostname":true})"));
  EXPECT_EQ(done.at("hostname"), true);
  EXPECT_TRUE(done.at("preview").at("host_identifier").is_null());
  const Json after = json_of(bench.ask("GET", "/v1/privacy"));
  EXPECT_EQ(after.at("hostname"), true);
  EXPECT_EQ(text_at(after, "/set_by"), "command");
  EXPECT_EQ(text_at(after, "/preview/udi/serial"), "S1");
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/privacy?hostname=false")), "/preview/hostname"), "host");
}

TEST(PrivacyApi, RefusesWhatItDoesNotKnow) {
  ApiBench bench;
  for (const char* body : {"{}", R"({"hostname":1})", R"({"hostname":true,"ip":true})", "true"}) {
    EXPECT_EQ(bench.ask("PUT", "/v1/privacy", body).status, 400) << body;
  }
  EXPECT_EQ(bench.ask("GET", "/v1/privacy?hostname=on").status, 400);
}

Json import_body(const std::string& name, const std::string& file, const std::string& role = "tls") {
  return {{"name", name}, {"pem", golden_file(file)}, {"role", role}};
}

TEST(TrustApi, ImportedAnchorsAreListedAndRemoved) {
  ApiBench bench;
  const HttpAnswer made = bench.ask("POST", "/v1/trust", import_body("our-ca", "root.pem").dump());
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("lab", "other_root.pem", "message").dump()).status, 201);
  const Json trust = json_of(bench.ask("GET", "/v1/trust"));
  ASSERT_EQ(trust.at("anchors").size(), 2U);
  EXPECT_EQ(text_at(trust, "/anchors/0/source"), "import");
  EXPECT_EQ(text_at(trust, "/anchors/0/name"), "our-ca.pem");
  EXPECT_EQ(text_at(trust, "/anchors/0/role"), "tls");
  EXPECT_EQ(text_at(trust, "/anchors/0/not_after"), "2045-01-01T00:00:00Z");
  EXPECT_EQ(trust.at("anchors").at(0).at("days_left"), 6879);
  EXPECT_EQ(text_at(trust, "/anchors/1/role"), "message");
  EXPECT_EQ(trust.at("system_store").at("used"), false);
  EXPECT_EQ(bench.ask("DELETE", "/v1/trust/our-ca").status, 204);
  EXPECT_EQ(json_of(bench.ask("GET", "/v1/trust")).at("anchors").size(), 1U);
  ASSERT_EQ(bench.log_lines().size(), 3U);
  EXPECT_TRUE(bench.log_lines().front().starts_with("trust_imported Imported our-ca: it vouches for TLS servers"));
}

TEST(TrustApi, FilesPutThereByHandStayAndUnreadableOnesAreNamed) {
  ApiBench bench;
  std::filesystem::create_directories(bench.path("etc/trust.d"));
  std::ofstream(bench.path("etc/trust.d/by-hand.pem")) << golden_file("root.pem");
  std::ofstream(bench.path("etc/trust.d/broken.pem")) << "x";
  const Json trust = json_of(bench.ask("GET", "/v1/trust"));
  EXPECT_EQ(text_at(trust, "/anchors/0/source"), "file");
  EXPECT_EQ(text_at(trust, "/unreadable/0/name"), "broken.pem");
  const HttpAnswer refused = bench.ask("DELETE", "/v1/trust/by-hand.pem");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(text_at(json_of(refused), "/remedy"), "remove the file " + bench.path("etc/trust.d/by-hand.pem"));
  EXPECT_EQ(bench.ask("DELETE", "/v1/trust/nothing").status, 404);
}

TEST(TrustApi, RefusesWhatMustNotBeTrusted) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("a", "root.key.pem").dump()).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("a", "signer.pem").dump()).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("../a", "root.pem").dump()).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("a", "root.pem", "both").dump()).status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", R"({"name":"a"})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("a", "root.pem").dump()).status, 201);
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("a.pem", "root.pem").dump()).status, 409);
}

}  // namespace
}  // namespace lic::test
