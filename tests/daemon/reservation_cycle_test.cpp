// The whole of a specific reservation over the API: what each verb answers, and what the status shows (R-SLR).
#include <gtest/gtest.h>

#include <string>

#include "agent/request_code.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

constexpr WallTime kMade{Millis{1'772'440'000'000}};  // 2026-03-02T08:26:40Z
constexpr const char* kPaste = R"({"authorization_code":"as pasted"})";

class ReservationCycle : public testing::Test {
protected:
  Json ok(const std::string& method, const std::string& path, const std::string& body = {}) {
    const HttpAnswer answer = bench.ask(method, path, body);
    EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
    return json_of(answer);
  }
  Json done(const std::string& verb, const std::string& body = {}) {
    return ok("POST", "/v1/reservation/" + verb, body);
  }

  std::string request() {
    done("enable");
    return text_at(done("request"), "/request_code");
  }
  // What SSM would make of it: so many premium seats, made so late.
  void ssm_reserves(const std::string& request_code, std::int64_t premium, Millis later = Millis{0}) {
    AuthorizationCode code;
    code.text = "<specificPLR/>";
    code.instance = instance_of_request(request_code);
    code.made_at = kMade + later;
    code.udi = {.pid = "SMALL", .serial = "S1", .uuid = {}};
    ReservedLicense license;
    license.tag = {"regid.example.PRE,1.0_x"};
    license.count = premium;
    license.license_type = "PERPETUAL";
    code.licenses = {license};
    code.confirmation_code = "125ffe1b";
    code.return_code = "CC-123456-123456-123456-123456";
    bench.reads_codes_as(code);
  }
  ApiBench bench;
};

TEST_F(ReservationCycle, EnablingWarnsThatTheSoftwareManagerAnswers) {  // the bench's trial does
  const Json enabled = done("enable");
  ASSERT_EQ(enabled.at("warnings").size(), 1U);
  EXPECT_TRUE(enabled.at("warnings").at(0).get<std::string>().starts_with("SSM can be reached from here"));
  EXPECT_EQ(ok("GET", "/v1/reservation").at("enabled"), true);
}

TEST_F(ReservationCycle, ARequestNamesWhatCanBeReserved) {
  done("enable");
  const Json asked = done("request");
  EXPECT_TRUE(text_at(asked, "/request_code").starts_with("CB-ZSMALL:S1-"));
  ASSERT_EQ(asked.at("licenses").size(), 2U);
  EXPECT_EQ(asked.at("licenses").at(0).dump(),
            R"({"name":"standard","tag":"regid.example.STD,1.0_x","display_name":"standard","mandatory":false})");
  EXPECT_EQ(text_at(done("request"), "/request_code"), text_at(asked, "/request_code"));
  EXPECT_EQ(text_at(ok("GET", "/v1/status"), "/registration/state"), "reservation_in_progress");
  EXPECT_NE(text_at(ok("GET", "/v1/reservation"), "/requested_at"), "?");
}

TEST_F(ReservationCycle, ADryRunChangesNothing) {
  ssm_reserves(request(), 2);
  const Json told = done("install", R"({"authorization_code":"as pasted","dry_run":true})");
  EXPECT_EQ(text_at(told, "/text"), "The code is good and would be installed: 2 premium.");
  EXPECT_TRUE(told.at("confirmation_code").is_null());
  EXPECT_TRUE(ok("GET", "/v1/reservation").at("authorization").is_null());
}

TEST_F(ReservationCycle, AnInstalledCodeIsShownTakenApart) {
  ssm_reserves(request(), 2);
  EXPECT_TRUE(done("install", kPaste).at("confirmation_code").is_null());
  const Json shown = ok("GET", "/v1/reservation");
  EXPECT_EQ(text_at(shown, "/authorization/authorization_code"), "<specificPLR/>");
  EXPECT_EQ(text_at(shown, "/authorization/licenses/0/name"), "premium");
  EXPECT_EQ(shown.at("authorization").at("licenses").at(0).at("count"), 2);
  EXPECT_EQ(shown.at("authorization").at("lacking"), Json::array());
  EXPECT_TRUE(shown.at("request_code").is_null());
  const Json status = ok("GET", "/v1/status");
  EXPECT_EQ(text_at(status, "/registration/state"), "registered_reserved");
  EXPECT_EQ(text_at(status, "/authorization/state"), "authorized_reserved");
  EXPECT_FALSE(status.at("reservation").at("authorization").contains("authorization_code"));
  EXPECT_EQ(status.at("entitlements").at(1).at("reserved"), 2);
}

TEST_F(ReservationCycle, AChangeGivesAConfirmationCodeAndAReturnAReturnCode) {
  const std::string code = request();
  ssm_reserves(code, 2);
  done("install", kPaste);
  ssm_reserves(code, 3, kHour);
  EXPECT_EQ(text_at(done("install", kPaste), "/confirmation_code"), "125ffe1b");
  EXPECT_EQ(text_at(ok("GET", "/v1/status"), "/reservation/confirmation_code"), "125ffe1b");
  EXPECT_EQ(bench.ask("POST", "/v1/reservation/disable").status, 409);
  EXPECT_EQ(text_at(done("return"), "/return_code"), "CC-123456-123456-123456-123456");
  done("disable");
  const Json shown = ok("GET", "/v1/reservation");
  EXPECT_EQ(shown.at("enabled"), false);
  EXPECT_EQ(text_at(shown, "/return_code"), "CC-123456-123456-123456-123456");
}

TEST_F(ReservationCycle, ACodeOfACancelledRequestIsGivenBack) {
  ssm_reserves(request(), 2);
  done("cancel");
  const HttpAnswer refused = bench.ask("POST", "/v1/reservation/install", kPaste);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(text_at(json_of(refused), "/code"), "failed_precondition");
  EXPECT_NE(text_at(json_of(refused), "/remedy"), "");
  EXPECT_EQ(text_at(done("return-authorization", kPaste), "/return_code"), "CC-123456-123456-123456-123456");
}

TEST_F(ReservationCycle, WhatTalksToTheSoftwareManagerIsRefused) {  // R-SLR-6
  done("enable");
  EXPECT_EQ(bench.ask("POST", "/v1/registration", R"({"token":"abc"})").status, 409);
  EXPECT_EQ(bench.ask("POST", "/v1/authorization/renew").status, 409);
  EXPECT_EQ(bench.ask("POST", "/v1/registration/renew").status, 409);
  EXPECT_EQ(bench.tokens_kept(), 0U);
}

TEST_F(ReservationCycle, AFactoryResetForgetsTheRequest) {
  request();
  EXPECT_NE(text_at(ok("POST", "/v1/factory-reset", R"({"confirm":true})"), "/text"), "?");
  const Json shown = ok("GET", "/v1/reservation");
  EXPECT_EQ(shown.at("enabled"), false);
  EXPECT_TRUE(shown.at("request_code").is_null());
}

}  // namespace
}  // namespace lic::test
