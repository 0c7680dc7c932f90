// POST /v1/doctor and /v1/transport/test (interfaces.md section 3).
#include <gtest/gtest.h>

#include "daemon/api/json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

api::Json body_of(const HttpAnswer& answer) { return *api::parse_json(answer.body); }

TEST(DoctorApi, TellsEveryStepAndTheFirstFailure) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/doctor");
  EXPECT_EQ(answer.status, 200);
  const api::Json body = body_of(answer);
  ASSERT_EQ(body["steps"].size(), 3U);
  EXPECT_EQ(body["steps"][1].dump(),
            R"({"name":"disk","ok":false,"skipped":false,"warning":false,"ms":0,"cause":"storage","code":null,)"
            R"("text":"it is full","remedy":"make room"})");
  EXPECT_EQ(body["steps"][0]["name"], "http");
  EXPECT_EQ(body["steps"][0]["cause"], nullptr);
  EXPECT_EQ(body["steps"][2]["skipped"], true);
  EXPECT_EQ(body["first_failure"], "disk");
}

TEST(DoctorApi, TestsTheWayThatHolds) {
  ApiBench bench;
  const api::Json body = body_of(bench.ask("POST", "/v1/transport/test", "{}"));
  ASSERT_EQ(body["steps"].size(), 1U);
  EXPECT_EQ(body["steps"][0]["text"], "https://ssm.example.com/SmartTransport");
  EXPECT_EQ(body["first_failure"], nullptr);
}

TEST(DoctorApi, ASecondCallerIsToldToWait) {
  ApiBench bench;
  bench.hold_trials();
  ApiClient first(bench.socket_path());
  first.send(http_request("POST", "/v1/transport/test"));
  bench.await_trial();
  const HttpAnswer second = bench.ask("POST", "/v1/doctor");
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(body_of(second)["code"], "failed_precondition");
  bench.let_trial_go();
  EXPECT_EQ(first.receive().status, 200);
}

TEST(DoctorApi, AnswersThoughTheClientHasGone) {
  ApiBench bench;
  bench.hold_trials();
  { ApiClient(bench.socket_path()).send(http_request("POST", "/v1/transport/test")); }
  bench.await_trial();
  bench.let_trial_go();
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 200);
}

TEST(DoctorApi, TriesOtherSettingsBeforeTheyHold) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/transport/test",
                                      R"({"route":"gateway","url":"https://other.example.com/SmartTransport"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(body_of(answer)["steps"][0]["text"], "https://other.example.com/SmartTransport");
  EXPECT_EQ(body_of(bench.ask("POST", "/v1/transport/test"))["steps"][0]["text"],
            "https://ssm.example.com/SmartTransport");
}

TEST(DoctorApi, RefusesSettingsThatAreNone) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("POST", "/v1/transport/test", R"({"rout":"direct"})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/doctor", R"({"route":"direct"})").status, 400);
}

}  // namespace
}  // namespace lic::test
