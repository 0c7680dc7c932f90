// GET and PUT /v1/license-type (R-REG-10, R-LIFE-4).
#include <gtest/gtest.h>

#include "daemon/api/json.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

using api::Json;

constexpr const char* kRoute = "/v1/license-type";

TEST(LicenseTypeApi, ShowsWhatHoldsAndWhatCanBeChosen) {
  ApiBench bench;
  const Json view = json_of(bench.ask("GET", kRoute));
  EXPECT_EQ(text_at(view, "/type"), "flex");
  EXPECT_EQ(text_at(view, "/usage_mode"), "production");
  EXPECT_EQ(text_at(view, "/set_by"), "file");
  EXPECT_EQ(text_at(view, "/entitlements/0/name"), "standard");
  ASSERT_EQ(view.at("choices").size(), 3U);
  EXPECT_TRUE(view.at("choices").at(0).at("note").is_null());
  EXPECT_EQ(text_at(view, "/choices/1/type"), "nps");
  EXPECT_EQ(text_at(view, "/choices/1/class"), "lab");
  EXPECT_EQ(text_at(view, "/choices/1/usage_mode"), "non-production");
  EXPECT_EQ(text_at(view, "/choices/1/note"), "For labs only.");
  EXPECT_EQ(text_at(view, "/choices/1/taken"), "nps");
  EXPECT_EQ(view.at("choices").at(1).at("entitlements").size(), 2U);
}

TEST(LicenseTypeApi, AChoiceHoldsAndIsShownEverywhere) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("PUT", kRoute, R"({"type":"nps","usage_mode":"non-production","confirm":true})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text_at(json_of(answer), "/type"), "nps");
  EXPECT_NE(text_at(json_of(answer), "/text").find("Restart the product"), std::string::npos);
  const Json view = json_of(bench.ask("GET", kRoute));
  EXPECT_EQ(text_at(view, "/set_by"), "command");
  const Json status = json_of(bench.ask("GET", "/v1/status"));
  EXPECT_EQ(text_at(status, "/license_type"), "nps");
  EXPECT_EQ(text_at(status, "/usage_mode"), "non-production");
  EXPECT_EQ(status.at("restart_required"), false);  // no process of the product is known
  const Json config = json_of(bench.ask("GET", "/v1/config"));
  EXPECT_EQ(config.at("set_by_command"), (Json{"product.license_type", "product.usage_mode"}));
  EXPECT_EQ(text_at(config, "/product/license_type"), "nps");
}

TEST(LicenseTypeApi, TheModeOfTheTypeIsTakenWhereNoneIsNamed) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"type":"nps","confirm":true})").status, 200);
  EXPECT_EQ(text_at(json_of(bench.ask("GET", kRoute)), "/usage_mode"), "non-production");
}

TEST(LicenseTypeApi, ANoteMustBeConfirmed) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("PUT", kRoute, R"({"type":"nps"})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(text_at(json_of(answer), "/code"), "failed_precondition");
  EXPECT_NE(text_at(json_of(answer), "/detail").find("For labs only."), std::string::npos);
}

TEST(LicenseTypeApi, WhatDoesNotFitIsRefused) {
  ApiBench bench;
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"type":"perpetual"})").status, 400);
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"type":"flex","usage_mode":"non-production"})").status, 400);
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"type":"flex","usage_mode":"test"})").status, 400);
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"usage_mode":"production"})").status, 400);
  EXPECT_EQ(bench.ask("PUT", kRoute, R"({"type":"flex","notes":1})").status, 400);
  EXPECT_EQ(text_at(json_of(bench.ask("GET", kRoute)), "/set_by"), "file");
}

TEST(LicenseTypeApi, RegisteredItNamesTheMissingStep) {
  ApiBench bench;
  bench.register_instance();
  const HttpAnswer answer = bench.ask("PUT", kRoute, R"({"type":"nps","confirm":true})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(text_at(json_of(answer), "/remedy"),
            "deregister, set the license type, restart the product, then register again");
}

}  // namespace
}  // namespace lic::test
