// /v1/reservation, /v1/migration, /v1/factory-reset: bodies, codes that cannot be read, and who may (R-SLR, R-LIFE).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/api/router.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

const std::vector<std::string>& verbs() {
  static const std::vector<std::string> kVerbs = {
      "/v1/reservation/enable",  "/v1/reservation/request", "/v1/reservation/cancel",
      "/v1/reservation/install", "/v1/reservation/return",  "/v1/reservation/return-authorization",
      "/v1/reservation/disable", "/v1/migration",           "/v1/factory-reset"};
  return kVerbs;
}

TEST(ReservationApi, OnlyOperatorsChangeAnythingAndMonitorsMayLook) {
  for (const std::string& path : verbs()) {
    const api::RouteMatch match = api::find_route(api::plain_routes(), api::Method::post, path);
    ASSERT_NE(match.route, nullptr) << path;
    EXPECT_EQ(match.route->permission, api::Permission::write) << path;
  }
  const api::RouteMatch shown = api::find_route(api::plain_routes(), api::Method::get, "/v1/reservation");
  ASSERT_NE(shown.route, nullptr);
  EXPECT_EQ(shown.route->permission, api::Permission::read);
}

TEST(ReservationApi, WithoutAReservationEverythingIsNull) {
  ApiBench bench;
  const Json body = json_of(bench.ask("GET", "/v1/reservation"));
  EXPECT_EQ(body.at("enabled"), false);
  for (const char* name : {"request_code", "requested_at", "authorization", "confirmation_code", "return_code"})
    EXPECT_TRUE(body.at(name).is_null()) << name;
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  EXPECT_EQ(status.at("reservation").at("enabled"), false);
  EXPECT_EQ(text_at(status, "/licensing_mode"), "smart");
  EXPECT_TRUE(status.at("entitlements").at(0).at("reserved").is_null());
}

TEST(ReservationApi, VerbsThatNeedNothingTakeNothing) {
  ApiBench bench;
  for (const char* path : {"/v1/reservation/enable", "/v1/reservation/request", "/v1/reservation/cancel",
                           "/v1/reservation/return", "/v1/reservation/disable"}) {
    EXPECT_EQ(bench.ask("POST", path, R"({"force":true})").status, 400) << path;
    EXPECT_EQ(bench.ask("POST", path, "[]").status, 400) << path;
    EXPECT_EQ(bench.ask("POST", path, "{").status, 400) << path;
  }
}

TEST(ReservationApi, NothingIsReadFromABodyThatIsWrong) {
  ApiBench bench;
  for (const char* path : {"/v1/reservation/install", "/v1/reservation/return-authorization"}) {
    for (const char* body :
         {"", "{}", R"({"authorization_code":7})", R"({"authorization_code":null})",
          R"({"authorization_code":"x","confirm":true})", R"({"authorization_code":"x","dry_run":1})"})
      EXPECT_EQ(bench.ask("POST", path, body).status, 400) << path << " " << body;
  }
  EXPECT_EQ(
      bench.ask("POST", "/v1/reservation/return-authorization", R"({"authorization_code":"x","dry_run":true})").status,
      400);
  EXPECT_TRUE(bench.pasted().empty());
}

TEST(ReservationApi, ACodeIsReadAsItWasPasted) {
  ApiBench bench;
  for (const char* path : {"/v1/reservation/install", "/v1/reservation/return-authorization"})
    EXPECT_EQ(bench.ask("POST", path, R"({"authorization_code":" \"<specificPLR>\r\n "})").status, 400) << path;
  EXPECT_EQ(bench.pasted(), (std::vector<std::string>{" \"<specificPLR>\r\n ", " \"<specificPLR>\r\n "}));
}

TEST(ReservationApi, ACodeThatCannotBeReadIsAProblemWithItsRemedy) {
  ApiBench bench;
  bench.reads_codes_as(Error(ErrorCode::invalid_argument, "it has no signature", "copy it whole"));
  const HttpAnswer answer = bench.ask("POST", "/v1/reservation/install", R"({"authorization_code":"x"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "invalid_argument");
  EXPECT_EQ(text_at(json_of(answer), "/detail"), "it has no signature");
  EXPECT_EQ(text_at(json_of(answer), "/remedy"), "copy it whole");
}

// 502 would mean that SSM answered something wrong.
TEST(ReservationApi, AWrongSignatureIsTheFaultOfWhatWasSent) {
  ApiBench bench;
  bench.reads_codes_as(Error(ErrorCode::data_corrupt, "the signature is not good", "copy it whole"));
  for (const char* path : {"/v1/reservation/install", "/v1/reservation/return-authorization"}) {
    const HttpAnswer answer = bench.ask("POST", path, R"({"authorization_code":"x"})");
    EXPECT_EQ(answer.status, 422) << path;
    EXPECT_EQ(text_at(json_of(answer), "/code"), "data_corrupt") << path;
  }
}

TEST(ReservationApi, ALongCodeIsRefusedByTheLimitOfABody) {
  ApiBench bench;
  const std::string body = R"({"authorization_code":")" + std::string(1024 * 1024, 'x') + "\"}";
  EXPECT_EQ(bench.ask("POST", "/v1/reservation/install", body).status, 413);
  EXPECT_TRUE(bench.pasted().empty());
}

TEST(ReservationApi, EnablingTriesTheWayToTheSoftwareManagerFirst) {
  ApiBench bench;
  bench.hold_trials();
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/reservation/enable"));
  bench.await_trial();
  EXPECT_EQ(json_of(bench.ask("GET", "/v1/reservation")).at("enabled"), false);
  bench.let_trial_go();
  EXPECT_EQ(client.receive().status, 200);
}

TEST(ReservationApi, EnablingDoesNotWaitForAnotherDiagnosis) {
  ApiBench bench;
  bench.hold_trials();
  ApiClient first(bench.socket_path());
  first.send(http_request("POST", "/v1/transport/test"));
  bench.await_trial();
  const Json enabled = json_of(bench.ask("POST", "/v1/reservation/enable"));
  EXPECT_EQ(enabled.at("warnings"), Json::array());  // nothing is known of the way, so nothing is said
  bench.let_trial_go();
  EXPECT_EQ(first.receive().status, 200);
}

TEST(ReservationApi, NothingIsTriedWhereEnablingIsRefusedAnyway) {
  ApiBench bench;
  bench.register_instance();
  bench.hold_trials();
  const HttpAnswer answer = bench.ask("POST", "/v1/reservation/enable");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "failed_precondition");
}

TEST(LifecycleApi, WhatCannotBeTakenBackMustBeConfirmed) {
  ApiBench bench;
  for (const char* path : {"/v1/migration", "/v1/factory-reset"}) {
    for (const char* body :
         {"", "{}", R"({"confirm":false})", R"({"confirm":"yes"})", R"({"confirm":true,"force":true})"})
      EXPECT_EQ(bench.ask("POST", path, body).status, 400) << path << " " << body;
  }
  EXPECT_EQ(text_at(json_of(bench.ask("POST", "/v1/migration", R"({"confirm":false})")), "/detail"),
            "\"confirm\" is false, so nothing was changed");
}

TEST(LifecycleApi, MigrationInSmartModeIsRefused) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/migration", R"({"confirm":true})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(text_at(json_of(answer), "/detail"), "smart licensing is enabled already");
}

TEST(LifecycleApi, TheConfigurationShowsTheFirstModeAndWorkforceOptimization) {
  ApiBench bench;
  const Json config = json_of(bench.ask("GET", "/v1/config"));
  EXPECT_EQ(text_at(config, "/product/first_mode"), "smart");
  EXPECT_EQ(config.at("product").at("wfo"), false);
}

}  // namespace
}  // namespace lic::test
