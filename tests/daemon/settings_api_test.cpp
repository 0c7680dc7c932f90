// What operators set while the agent runs: the way to SSM (R-REG-10), host name privacy (R-LIFE-7), trust anchors.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/api/json.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

constexpr const char* kGateway = R"({"route":"gateway","url":"https://127.0.0.1:9/SmartTransport"})";

std::string golden_file(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(LIC_GOLDEN_KEYS) + "/" + name).rdbuf();
  return text.str();
}

// One change that is waited for, with its trial's end.
HttpAnswer change(ApiBench& bench, const std::string& method, const std::string& target, const std::string& body,
                  const std::string& failed_step = {}) {
  ApiClient client(bench.socket_path());
  client.send(http_request(method, target, body));
  bench.trial_ends(failed_step);
  return client.receive();
}

TEST(TransportApi, AWayThatAnswersHolds) {
  ApiBench bench;
  bench.register_instance();
  const HttpAnswer answer = change(bench, "PUT", "/v1/transport?wait=1", kGateway);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(text_at(json_of(answer), "/text").find("It was tried first and answers: dns, tcp and host name are good."),
            std::string::npos)
      << answer.body;
  ASSERT_EQ(bench.tried().size(), 1U);
  EXPECT_EQ(bench.tried().front().url, "https://127.0.0.1:9/SmartTransport");
  const Json view = json_of(bench.ask("GET", "/v1/transport"));
  EXPECT_EQ(text_at(view, "/route"), "gateway");
  EXPECT_EQ(text_at(view, "/effective_url"), "https://127.0.0.1:9/SmartTransport");
  EXPECT_EQ(text_at(view, "/set_by"), "command");
  EXPECT_EQ(text_at(view, "/last_change/outcome"), "done");
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/status")), "/transport/route"), "gateway");
}

TEST(TransportApi, RegisteredAWayThatDoesNotAnswerChangesNothing) {
  ApiBench bench;
  bench.register_instance();
  const HttpAnswer answer = change(bench, "PUT", "/v1/transport?wait=1", kGateway, "tcp");
  EXPECT_EQ(answer.status, 502);
  const Json problem = json_of(answer);
  EXPECT_EQ(text_at(problem, "/code"), "unavailable");
  EXPECT_EQ(text_at(problem, "/failure"), "tcp_refused");
  EXPECT_EQ(text_at(problem, "/cause"), "tcp");
  EXPECT_EQ(text_at(problem, "/detail"),
            "nothing was changed: the new way to SSM does not answer: 127.0.0.1:9 refused the connection.");
  EXPECT_EQ(text_at(problem, "/remedy"), "start the software manager; then try again");
  const Json view = json_of(bench.ask("GET", "/v1/transport"));
  EXPECT_EQ(text_at(view, "/route"), "direct");
  EXPECT_EQ(text_at(view, "/set_by"), "file");
  EXPECT_EQ(text_at(view, "/last_change/outcome"), "refused");
  EXPECT_EQ(text_at(view, "/last_change/code"), "tcp_refused");
}

TEST(TransportApi, UnregisteredItHoldsAndSaysWhatIsWrong) {
  ApiBench bench;
  const HttpAnswer answer = change(bench, "PUT", "/v1/transport?wait=1", kGateway, "tcp");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(text_at(json_of(answer), "/text")
                .find("It does not answer yet: 127.0.0.1:9 refused the connection. What helps: start the software "
                      "manager; then try again."),
            std::string::npos)
      << answer.body;
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/transport")), "/set_by"), "command");
}

TEST(TransportApi, OneChangeAtATime) {
  ApiBench bench;
  const HttpAnswer first = bench.ask("PUT", "/v1/transport", kGateway);
  EXPECT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/transport")), "/last_change/outcome"), "trying");
  EXPECT_EQ(bench.ask("PUT", "/v1/transport", "{}").status, 409);
  EXPECT_EQ(bench.ask("POST", "/v1/transport/reset?wait=1").status, 409);
  bench.trial_ends();
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/transport")), "/last_change/outcome"), "done");
  EXPECT_EQ(bench.tried().size(), 1U);
}

TEST(TransportApi, ResetGoesBackToTheFileByTheSameRule) {
  ApiBench bench;
  bench.register_instance();
  EXPECT_EQ(bench.ask("POST", "/v1/transport/reset?wait=1").status, 200);  // nothing to try
  EXPECT_TRUE(bench.tried().empty());
  EXPECT_EQ(change(bench, "PUT", "/v1/transport?wait=1", kGateway).status, 200);
  EXPECT_EQ(change(bench, "POST", "/v1/transport/reset?wait=1", {}, "dns").status, 502);
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/transport")), "/route"), "gateway");
  EXPECT_EQ(change(bench, "POST", "/v1/transport/reset?wait=1", {}).status, 200);
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/transport")), "/set_by"), "file");
}

TEST(TransportApi, NothingIsTriedForABodyThatIsWrong) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("PUT", "/v1/transport", R"({"route":"gateway"})").status, 400);
  EXPECT_EQ(bench.ask("PUT", "/v1/transport", "{").status, 400);
  EXPECT_TRUE(bench.tried().empty());
}

TEST(TransportApi, CallHomeIsNotedAsDeprecated) {  // S3
  ApiBench bench;
  EXPECT_TRUE(json_of(bench.ask("GET", "/v1/transport")).at("note").is_null());
  EXPECT_EQ(change(bench, "PUT", "/v1/transport?wait=1", R"({"mode":"call-home"})").status, 200);
  EXPECT_NE(text_at(json_of(bench.ask("GET", "/v1/status")), "/transport/note").find("deprecated"), std::string::npos);
}

TEST(TransportApi, ConfigurationShowsWhatACommandSet) {
  ApiBench bench;
  EXPECT_EQ(json_of(bench.ask("GET", "/v1/config")).at("set_by_command"), Json::array());
  EXPECT_EQ(change(bench, "PUT", "/v1/transport?wait=1", kGateway).status, 200);
  EXPECT_EQ(bench.ask("PUT", "/v1/privacy", R"({"hostname":true})").status, 200);
  const Json config = json_of(bench.ask("GET", "/v1/config"));
  EXPECT_EQ(config.at("set_by_command"), (Json{"product.hostname_privacy", "transport"}));
  EXPECT_EQ(text_at(config, "/transport/route"), "gateway");
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

TEST(TrustApi, SignersOfReservationCodesAreNamedSuch) {
  ApiBench bench;
  const Json made =
      json_of(bench.ask("POST", "/v1/trust", import_body("signer", "reservation_signer.pem", "message").dump()));
  EXPECT_EQ(text_at(made, "/role"), "reservation");
  EXPECT_EQ(text_at(made, "/text"),
            "Imported signer: it vouches for authorization codes from now on "
            "(O=smart-agent tests,CN=Golden Reservation Signer).");
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/trust")), "/anchors/0/role"), "reservation");
  EXPECT_EQ(bench.ask("POST", "/v1/trust", import_body("odd", "other_curve.pem", "message").dump()).status, 400);
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
