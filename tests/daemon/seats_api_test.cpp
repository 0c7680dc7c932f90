// Seats, batches and License Control over the local API (interfaces.md section 3).
#include <gtest/gtest.h>

#include "daemon/api/json.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

constexpr const char* kOneOfEach = R"({"overage_allowed":false,"limits":{"standard":1,"premium":1}})";

HttpAnswer sign_in(ApiBench& bench, const std::string& id, const std::string& capability) {
  return bench.ask("POST", "/v1/seats", R"({"id":")" + id + R"(","capabilities":[")" + capability + R"("]})");
}

TEST(SeatsApi, ARefusalHasItsCodeReasonAndCounts) {  // R-CTL-3
  ApiBench bench;
  bench.register_instance();
  ASSERT_EQ(bench.ask("PUT", "/v1/license-control", kOneOfEach).status, 200);
  EXPECT_EQ(sign_in(bench, "a", "chat").status, 201);
  const HttpAnswer answer = sign_in(bench, "b", "chat");
  EXPECT_EQ(answer.status, 409);
  const Json problem = json_of(answer);
  EXPECT_EQ(text_at(problem, "/code"), "license_limit");
  EXPECT_EQ(text_at(problem, "/reason"), "1 premium seat is signed in and License Control allows 1");
  EXPECT_EQ(text_at(problem, "/detail"), text_at(problem, "/reason"));
  EXPECT_EQ(problem.at("counts"), Json({{"premium", 1}, {"premium_limit", 1}}));
  EXPECT_EQ(sign_in(bench, "b", "inbound_voice").status, 201);
  EXPECT_EQ(bench.ask("PATCH", "/v1/seats/b", R"({"capabilities":["chat"]})").status, 409);
}

TEST(SeatsApi, TakesLeasesAndVersions) {  // R-USE-9, R-USE-10
  ApiBench bench;
  const auto body = [](const char* seconds) {
    return R"({"id":"a","capabilities":[],"product_version":"15.0","lease_seconds":)" + std::string(seconds) + "}";
  };
  EXPECT_EQ(bench.ask("POST", "/v1/seats", body("600")).status, 201);
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  EXPECT_EQ(status.at("product").at("seats_by_version").at("15.0"), 1);
  EXPECT_NE(status.at("upcoming").dump().find("lease_end"), std::string::npos);
  for (const char* wrong : {"9", "2592001", "-1", "\"600\""})
    EXPECT_EQ(bench.ask("POST", "/v1/seats", body(wrong)).status, 400) << wrong;
}

TEST(SeatsApi, ABatchIsAnsweredOneByOneAndABadRowIsItsOwn) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("POST", "/v1/seats/batch",
                                      R"({"changes":[{"op":"sign_in","id":"a","capabilities":["chat"]},)"
                                      R"({"op":"sign_in","id":"b","capabilities":["juggling"]},)"
                                      R"({"op":"dance","id":"a"},7,)"
                                      R"({"op":"update","id":"a","used":["chat"]},)"
                                      R"({"op":"sign_out","id":"nobody"},)"
                                      R"({"op":"sign_out","id":"a"}]})");
  EXPECT_EQ(answer.status, 200);
  const Json body = json_of(answer);
  const Json& results = body.at("results");
  ASSERT_EQ(results.size(), 7U);
  EXPECT_EQ(results.at(0), Json({{"ok", true}, {"class", "premium"}, {"created", true}}));
  EXPECT_EQ(text_at(results, "/1/code"), "invalid_argument");
  EXPECT_NE(text_at(results, "/1/reason").find("juggling"), std::string::npos);
  EXPECT_NE(text_at(results, "/2/reason").find("\"sign_in\", \"sign_out\", \"update\""), std::string::npos);
  EXPECT_NE(text_at(results, "/3/reason").find("changes[3]"), std::string::npos);
  EXPECT_EQ(results.at(4), Json({{"ok", true}, {"class", "premium"}, {"created", false}}));
  EXPECT_EQ(text_at(results, "/5/code"), "not_found");
  EXPECT_EQ(results.at(6), Json({{"ok", true}}));
}

TEST(SeatsApi, ABatchThatIsNoListOfAtMostTenThousandFails) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("POST", "/v1/seats/batch", R"({"changes":{}})").status, 400);
  EXPECT_EQ(bench.ask("POST", "/v1/seats/batch", R"({})").status, 400);
  std::string many = R"({"changes":[0)";
  for (int row = 0; row < 10'000; ++row) many += ",0";
  EXPECT_EQ(bench.ask("POST", "/v1/seats/batch", many + "]}").status, 400);
}

TEST(SeatsApi, APortCountBelowZeroOrAboveItsLimitIsRefused) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("PUT", "/v1/ports", R"({"outbound":-1})").status, 400);
  EXPECT_EQ(bench.ask("PUT", "/v1/ports", R"({"outbound":1000001})").status, 400);
  EXPECT_EQ(bench.ask("PUT", "/v1/ports", R"({"outbound":5})").status, 204);
}

TEST(LicenseControlApi, ShowsEveryLimitAndChangesOnlyWhileRegistered) {  // R-CTL-1, 4
  ApiBench bench;
  const Json before = json_of(bench.ask("GET", "/v1/license-control"));
  EXPECT_EQ(before.at("editable"), false);
  EXPECT_EQ(before.at("overage_allowed"), true);
  EXPECT_EQ(before.at("limits"), Json({{"standard", 0}, {"premium", 0}}));
  EXPECT_EQ(bench.ask("PUT", "/v1/license-control", kOneOfEach).status, 409);
  bench.register_instance();
  const HttpAnswer answer = bench.ask("PUT", "/v1/license-control", kOneOfEach);
  EXPECT_EQ(answer.status, 200) << answer.body;
  const Json after = json_of(answer);
  EXPECT_EQ(after.at("overage_allowed"), false);
  EXPECT_EQ(after.at("limits"), Json({{"standard", 1}, {"premium", 1}}));
  EXPECT_EQ(text_at(after, "/text"), "Overage is not allowed: use is limited to standard 1, premium 1.");
}

TEST(LicenseControlApi, RefusesWhatItDoesNotKnow) {  // R-CTL-1
  ApiBench bench;
  bench.register_instance();
  for (const char* wrong :
       {R"({})", R"({"overage_allowed":"no"})", R"({"overage_allowed":false,"limits":[]})",
        R"({"overage_allowed":false,"limits":{"chat":1}})", R"({"overage_allowed":false,"limits":{"standard":-1}})",
        R"({"overage_allowed":false,"limits":{"standard":1000000001}})"})
    EXPECT_EQ(bench.ask("PUT", "/v1/license-control", wrong).status, 400) << wrong;
  const HttpAnswer other = bench.ask("PUT", "/v1/license-control", R"({"overage_allowed":false,"limits":{"ivr":1}})");
  EXPECT_EQ(other.status, 400);
  EXPECT_EQ(text_at(json_of(other), "/remedy"), "name only the limits of the type: standard, premium");
}

}  // namespace
}  // namespace lic::test
