// What each route answers (interfaces.md section 3).
#include <gtest/gtest.h>

#include "daemon/api/json.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

TEST(Routes, StatusNamesEverythingThatChecksOutsideUse) {
  ApiBench bench;
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  for (const char* name : {"udi",
                           "lab",
                           "licensing_mode",
                           "license_type",
                           "usage_mode",
                           "service",
                           "node_id",
                           "cluster_id",
                           "banner",
                           "restart_required",
                           "system_alerts",
                           "product",
                           "upcoming",
                           "registration",
                           "authorization",
                           "evaluation",
                           "ooc",
                           "enforcement",
                           "provisioning_allowed",
                           "blocked",
                           "entitlements",
                           "seats",
                           "ports",
                           "transport",
                           "clock",
                           "outbox_rows",
                           "alarms",
                           "lab_clock"}) {
    EXPECT_TRUE(status.contains(name)) << name;
  }
  EXPECT_EQ(text_at(status, "/registration/state"), "unregistered");
  EXPECT_EQ(text_at(status, "/clock/now"), "2026-03-02T10:30:00Z");
  EXPECT_EQ(status.at("product").at("max_seats"), 3);
}

TEST(Routes, ReadsAnswer) {
  ApiBench bench;
  for (const char* path : {"/v1/entitlements", "/v1/alarms", "/v1/events", "/v1/history", "/v1/transport",
                           "/v1/license-type", "/v1/license-control", "/v1/config", "/v1/privacy", "/v1/trust",
                           "/v1/seats", "/v1/provisioning", "/healthz", "/readyz", "/v1/lab/clock"}) {
    EXPECT_EQ(bench.ask("GET", path).status, 200) << path;
  }
}

TEST(Routes, HistoryComesAsCsvWithItsColumns) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("GET", "/v1/history?format=csv");
  EXPECT_EQ(answer.body, "interval_start,entitlement,current,peak,average,reported,locked,purchased,state\n");
  EXPECT_EQ(bench.ask("GET", "/v1/history?format=xml").status, 400);
  EXPECT_EQ(bench.ask("GET", "/v1/history?from=yesterday").status, 400);
}

TEST(Routes, SignInTheSameAgainAndOut) {
  ApiBench bench;
  const std::string body = R"({"id":"a","capabilities":["inbound_voice"]})";
  EXPECT_EQ(bench.ask("POST", "/v1/seats", body).status, 201);
  EXPECT_EQ(bench.ask("POST", "/v1/seats", body).status, 200);
  EXPECT_EQ(text_at(json_of(bench.ask("PATCH", "/v1/seats/a", R"({"capabilities":["chat"]})")), "/class"), "premium");
  EXPECT_EQ(bench.ask("DELETE", "/v1/seats/a").status, 204);
  EXPECT_EQ(bench.ask("DELETE", "/v1/seats/a").status, 404);
  EXPECT_EQ(bench.ask("PATCH", "/v1/seats/a", R"({"used":["chat"]})").status, 404);
  EXPECT_EQ(bench.ask("GET", "/v1/seats/a/explain").status, 404);
}

TEST(Routes, RefuseASeatAboveTheSizeOfTheMachineWithItsOwnCode) {
  ApiBench bench;
  const std::string list =
      R"({"seats":[{"id":"a","capabilities":[]},{"id":"b","capabilities":[]},{"id":"c","capabilities":[]}]})";
  EXPECT_EQ(bench.ask("PUT", "/v1/seats", list).body, R"({"count":3})");
  const HttpAnswer answer = bench.ask("POST", "/v1/seats", R"({"id":"d","capabilities":[]})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "ova_limit");  // R-CTL-6
}

TEST(Routes, RefuseWhatTheyDoNotKnowByName) {
  ApiBench bench;
  const Json lease = json_of(bench.ask("POST", "/v1/seats", R"({"id":"a","capabilities":[],"lease_seconds":5})"));
  EXPECT_NE(text_at(lease, "/detail").find("lease_seconds"), std::string::npos);
  EXPECT_EQ(bench.ask("POST", "/v1/seats", "{").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/seats", "[]").status, 400);
  EXPECT_EQ(bench.ask("PUT", "/v1/ports", R"({"inbound":"3"})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/registration", R"({"token":""})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/registration", R"({"token":"a b"})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/lab/clock", R"({"to":"2026-03-02T10:30:00Z","step_seconds":1})").status, 400);
}

TEST(Routes, RegistrationWaitsForTheFirstAttempt) {
  ApiBench bench;
  bench.register_instance();
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  EXPECT_EQ(text_at(status, "/registration/state"), "registered");
  EXPECT_EQ(text_at(status, "/registration/virtual_account"), "VA");
}

TEST(Routes, RegistrationWithoutWaitIsAcceptedAtOnce) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/registration", R"({"token":"abc","force":false})");
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(text_at(json_of(answer), "/state"), "registering");
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  EXPECT_EQ(text_at(status, "/registration/token_fingerprint"), "ba7816bf8f01");  // R-REG-2
  EXPECT_EQ(bench.ask("GET", "/v1/status").body.find("\"abc\""), std::string::npos);
}

TEST(Routes, AVerbThatWaitsHoldsNobodyElse) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/registration?wait=1", R"({"token":"abc"})"));
  bench.on_loop([] {});
  EXPECT_EQ(text_at(json_of(bench.ask("GET", "/v1/status")), "/registration/state"), "registering");
}

TEST(Routes, DeregistrationOfNobodyIsRefused) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("DELETE", "/v1/registration").status, 409);
  EXPECT_EQ(bench.ask("POST", "/v1/authorization/renew?wait=1").status, 409);
  EXPECT_EQ(bench.ask("POST", "/v1/registration/renew").status, 409);
}

TEST(Routes, WritesAreRefusedWithStorageWhenTheDiskRefuses) {
  ApiBench bench;
  bench.refuse_commits(true);
  const HttpAnswer answer = bench.ask("POST", "/v1/registration", R"({"token":"abc"})");
  EXPECT_EQ(answer.status, 507);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "storage");
  EXPECT_EQ(bench.ask("GET", "/readyz").status, 503);
  EXPECT_NE(bench.ask("GET", "/v1/alarms").body.find("STORAGE_FAILURE"), std::string::npos);
  EXPECT_EQ(bench.tokens_kept(), 0U);
}

TEST(Routes, TheTextOfAnAlarmIsOneSentence) {
  ApiBench bench;
  bench.refuse_commits(true);
  (void)bench.ask("POST", "/v1/registration", R"({"token":"abc"})");
  const std::string text = text_at(json_of(bench.ask("GET", "/v1/status")), "/alarms/0/text");
  EXPECT_TRUE(text.starts_with("The state cannot be written to disk; ")) << text;
  EXPECT_TRUE(text.ends_with('.')) << text;
  EXPECT_FALSE(text.ends_with("..")) << text;
}

TEST(Routes, SeatsAndPortsGoOnInMemoryAndSaySoWhenTheDiskRefuses) {
  ApiBench bench;
  EXPECT_FALSE(json_of(bench.ask("POST", "/v1/seats", R"({"id":"a","capabilities":["chat"]})")).contains("durable"));
  bench.refuse_commits(true);
  const HttpAnswer created = bench.ask("POST", "/v1/seats", R"({"id":"b","capabilities":["chat"]})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(json_of(created).at("durable"), false);
  const HttpAnswer ports = bench.ask("PUT", "/v1/ports", R"({"inbound":3})");
  EXPECT_EQ(ports.status, 200);
  EXPECT_EQ(json_of(ports).at("durable"), false);
  EXPECT_EQ(json_of(bench.ask("DELETE", "/v1/seats/a")).at("durable"), false);
  EXPECT_EQ(json_of(bench.ask("PUT", "/v1/seats", R"({"seats":[]})")).at("durable"), false);
}

TEST(Routes, LabTimeIsMovedAndShown) {
  ApiBench bench;
  const Json moved = json_of(bench.ask("POST", "/v1/lab/clock", R"({"to":"2026-03-02T12:00:00Z"})"));
  EXPECT_EQ(text_at(moved, "/now"), "2026-03-02T12:00:00Z");
  EXPECT_EQ(bench.ask("POST", "/v1/lab/clock", R"({"to":"2025-03-02T12:00:00Z"})").status, 409);
}

}  // namespace
}  // namespace lic::test
