// What /v1/openapi.json says is what the table of routes has and what the handlers answer (interfaces.md section 3).
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/api/openapi_text.hpp"
#include "daemon/api/router.hpp"
#include "tests/daemon/answer_json.hpp"
#include "tests/daemon/api_bench.hpp"
#include "tests/daemon/schema_check.hpp"

namespace lic::test {
namespace {

using api::ApiRoute;
using api::Json;

Json description() {
  auto parsed = api::parse_json(api::openapi_text());
  EXPECT_TRUE(parsed.has_value());
  return parsed.has_value() ? std::move(*parsed) : Json::object();
}

std::vector<ApiRoute> all_routes() {
  std::vector<ApiRoute> routes(api::plain_routes().begin(), api::plain_routes().end());
  routes.insert(routes.end(), api::lab_routes().begin(), api::lab_routes().end());
  return routes;
}

std::string key_of(const ApiRoute& route) {
  return std::string(api::name_of(route.method)) + " " + std::string(route.pattern);
}

std::string upper_case(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

// By "GET /v1/status".
std::map<std::string, Json> operations() {
  std::map<std::string, Json> found;
  const Json whole = description();
  for (const auto& [path, methods] : whole.at("paths").items())
    for (const auto& [method, operation] : methods.items()) found[upper_case(method) + " " + path] = operation;
  return found;
}

std::string_view word_of(api::Permission permission) {
  switch (permission) {
    case api::Permission::open: return "open";
    case api::Permission::read: return "read";
    case api::Permission::write: return "write";
    case api::Permission::use: return "use";
    case api::Permission::read_usage: return "read_usage";
  }
  return "";
}

TEST(OpenApi, IsOfVersion31AndNamesTheApi) {
  const Json whole = description();
  EXPECT_EQ(text_at(whole, "/openapi"), "3.1.0");
  EXPECT_NE(text_at(whole, "/info/title"), "?");
  EXPECT_NE(text_at(whole, "/info/version"), "?");
}

TEST(OpenApi, HasEachRouteOfTheTableAndNoOther) {
  std::set<std::string> in_table;
  for (const ApiRoute& route : all_routes()) in_table.insert(key_of(route));
  std::set<std::string> described;
  for (const auto& [key, operation] : operations()) described.insert(key);
  EXPECT_EQ(described, in_table) << "daemon/api/openapi.json and the table of daemon/api/routes.cpp differ";
}

TEST(OpenApi, SaysWhoMayAskAndWhatIsOfTheLab) {
  const auto described = operations();
  for (const ApiRoute& route : all_routes()) {
    const auto found = described.find(key_of(route));
    ASSERT_NE(found, described.end()) << key_of(route);
    EXPECT_EQ(text_at(found->second, "/x-permission"), word_of(route.permission)) << key_of(route);
    EXPECT_EQ(found->second.value("x-lab", false), route.pattern.starts_with("/v1/lab/")) << key_of(route);
  }
}

TEST(OpenApi, NamesEachPathParameter) {
  for (const auto& [key, operation] : operations()) {
    int declared = 0;
    for (const Json& parameter : operation.value("parameters", Json::array()))
      if (text_at(parameter, "/in") == "path" && text_at(parameter, "/name") == "id" &&
          parameter.at("required") == true)
        ++declared;
    EXPECT_EQ(declared, key.find("{id}") == std::string::npos ? 0 : 1) << key;
  }
}

TEST(OpenApi, HasAnIdAndASummaryForEachOperationAndNoIdTwice) {
  std::set<std::string> ids;
  for (const auto& [key, operation] : operations()) {
    EXPECT_TRUE(ids.insert(text_at(operation, "/operationId")).second) << key;
    EXPECT_NE(text_at(operation, "/summary"), "?") << key;
  }
}

TEST(OpenApi, RefersToNothingThatIsNotThere) {
  const Json whole = description();
  for (const std::string& reference : references_of(whole)) {
    ASSERT_TRUE(reference.starts_with("#/")) << reference;
    EXPECT_TRUE(whole.contains(Json::json_pointer(reference.substr(1)))) << reference;
  }
}

constexpr WallTime kMoment{Millis{1'772'447'400'000}};  // 2026-03-02T10:30:00Z

struct Sample {
  std::string request;  // as in the table
  std::string target;   // empty = the same path
  std::string body;
};

const std::vector<Sample>& samples() {
  static const std::vector<Sample> kSamples = {
      {"POST /v1/seats", {}, R"({"id":"a","capabilities":["chat"]})"},
      {"POST /v1/seats", {}, R"({"id":"a","capabilities":["chat"]})"},
      {"POST /v1/seats", {}, "{"},
      {"GET /v1/seats", "/v1/seats?limit=1", {}},
      {"GET /v1/seats", "/v1/seats?cursor=x", {}},
      {"GET /v1/seats/{id}/explain", "/v1/seats/a/explain", {}},
      {"GET /v1/seats/{id}/explain", "/v1/seats/b/explain", {}},
      {"PATCH /v1/seats/{id}", "/v1/seats/a", R"({"used":["chat"]})"},
      {"PATCH /v1/seats/{id}", "/v1/seats/b", R"({"used":["chat"]})"},
      {"DELETE /v1/seats/{id}", "/v1/seats/a", {}},
      {"DELETE /v1/seats/{id}", "/v1/seats/a", {}},
      {"PUT /v1/seats", {}, R"({"seats":[{"id":"a","capabilities":[]},{"id":"b","capabilities":[]}]})"},
      {"PUT /v1/seats",
       {},
       R"({"seats":[{"id":"a","capabilities":[]},{"id":"b","capabilities":[]},)"
       R"({"id":"c","capabilities":[]}]})"},
      {"POST /v1/seats", {}, R"({"id":"d","capabilities":[]})"},
      {"POST /v1/seats/batch", {}, R"({"changes":[{"op":"sign_in","id":"c","capabilities":[]},{"op":"up"}]})"},
      {"PUT /v1/license-control", {}, R"({"overage_allowed":true})"},
      {"PUT /v1/ports", {}, R"({"inbound":1})"},
      {"PUT /v1/ports", {}, R"({"inbound":-1})"},
      {"GET /v1/history", {}, {}},
      {"GET /v1/history", "/v1/history?format=csv", {}},
      {"GET /v1/history", "/v1/history?format=xml", {}},
      {"GET /v1/events", "/v1/events?limit=2", {}},
      {"GET /v1/events", "/v1/events?since=x", {}},
      {"GET /v1/reports/{id}/explain", "/v1/reports/7/explain", {}},
      {"GET /v1/reports/{id}/explain", "/v1/reports/8/explain", {}},
      {"PUT /v1/privacy", {}, R"({"hostname":true})"},
      {"PUT /v1/license-type", {}, R"({"type":"nps"})"},
      {"PUT /v1/license-type", {}, R"({"type":"nps","confirm":true})"},
      {"PUT /v1/transport", {}, R"({"route":"gateway","url":"https://ssm.example.com/SmartTransport"})"},
      {"POST /v1/trust", {}, R"({"name":"a","pem":"x"})"},
      {"DELETE /v1/trust/{id}", "/v1/trust/a", {}},
      {"POST /v1/registration", {}, R"({"token":"abc"})"},
      {"DELETE /v1/registration", {}, {}},
      {"POST /v1/reservation/enable", {}, {}},
      {"POST /v1/reservation/request", {}, {}},
      {"GET /v1/reservation", {}, {}},
      {"POST /v1/reservation/install", {}, R"({"authorization_code":"x"})"},
      {"POST /v1/reservation/return-authorization", {}, R"({"authorization_code":"x"})"},
      {"POST /v1/reservation/return", {}, {}},
      {"POST /v1/reservation/cancel", {}, {}},
      {"POST /v1/migration", {}, R"({"confirm":true})"},
      {"POST /v1/factory-reset", {}, R"({"confirm":true})"},
      {"POST /v1/lab/clock", {}, R"({"to":"2026-03-02T12:00:00Z"})"},
      {"POST /v1/lab/clock", {}, R"({"to":"2025-03-02T12:00:00Z"})"},
  };
  return kSamples;
}

std::vector<Sample> asked() {
  std::vector<Sample> all = samples();
  std::set<std::string> have;
  for (const Sample& sample : all) have.insert(sample.request);
  for (const ApiRoute& route : all_routes())
    if (!have.contains(key_of(route))) all.push_back({key_of(route), {}, {}});
  return all;
}

HttpAnswer answer_to(ApiBench& bench, const Sample& sample) {
  const auto space = sample.request.find(' ');
  const std::string method = sample.request.substr(0, space);
  const std::string target = sample.target.empty() ? sample.request.substr(space + 1) : sample.target;
  if (sample.request != "GET /v1/events/stream") return bench.ask(method, target, sample.body);
  ApiClient client(bench.socket_path());  // it has no end
  client.send(http_request(method, target));
  const std::string head = client.receive_until("\r\n\r\n");
  return {head.starts_with("HTTP/1.1 200") ? 200 : 0, head, {}};
}

std::string content_type(const std::string& head) {
  const auto at = head.find("Content-Type: ");
  if (at == std::string::npos) return {};
  return head.substr(at + 14, head.find_first_of(";\r", at) - at - 14);
}

TEST(OpenApi, EachOperationAnswersOnlyWhatItDescribes) {
  ApiBench bench;
  Changes changes;
  changes.history.push_back({{kMoment, kMoment + 15 * kMinute, "standard", 1, 2, 1.5, 2, {}, 60, "authorized"}, 0});
  changes.reports.push_back({7, EntitlementName{"standard"}, kMoment, kMoment + 15 * kMinute, 0, {}, 0});
  bench.keep(changes);
  const Json whole = description();
  const auto described = operations();
  for (const Sample& sample : asked()) {
    const auto operation = described.find(sample.request);
    ASSERT_NE(operation, described.end()) << sample.request;
    const HttpAnswer answer = answer_to(bench, sample);
    const Json& responses = operation->second.at("responses");
    const std::string status = std::to_string(answer.status);
    ASSERT_TRUE(responses.contains(status)) << sample.request << " answers " << status << " " << answer.body;
    const Json& response = resolved(whole, responses.at(status));
    const std::string type = content_type(answer.head);
    if (!response.contains("content")) {
      EXPECT_TRUE(answer.body.empty()) << sample.request << " " << answer.body;
      continue;
    }
    ASSERT_TRUE(response.at("content").contains(type)) << sample.request << " answers " << type;
    if (!type.ends_with("json")) continue;
    EXPECT_EQ(breach_of(whole, response.at("content").at(type).at("schema"), json_of(answer)), "") << sample.request;
  }
}

TEST(OpenApi, IsServedAsItIsCheckedIn) {
  ApiBench bench;
  const HttpAnswer answer = bench.ask("GET", "/v1/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, api::openapi_text());
}

TEST(SchemaCheck, SeesWhatIsWrong) {
  const Json whole = description();
  const Json schema = {{"$ref", "#/components/schemas/SignedIn"}};
  EXPECT_EQ(breach_of(whole, schema, {{"id", "a"}, {"class", "standard"}, {"session", "a"}}), "");
  EXPECT_NE(breach_of(whole, schema, {{"id", "a"}, {"class", "gold"}, {"session", "a"}}), "");
  EXPECT_NE(breach_of(whole, schema, {{"id", "a"}, {"class", "standard"}}), "");
  EXPECT_NE(breach_of(whole, schema, {{"id", 1}, {"class", "standard"}, {"session", "a"}}), "");
}

}  // namespace
}  // namespace lic::test
