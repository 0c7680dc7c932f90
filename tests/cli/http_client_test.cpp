#include "daemon/cli/http_client.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

HttpRequest get(const char* target) {
  HttpRequest request;
  request.target = target;
  return request;
}

HttpFailure failure_of(const HttpOutcome& outcome) {
  const auto* failed = std::get_if<HttpFailed>(&outcome);
  EXPECT_NE(failed, nullptr);
  return failed == nullptr ? HttpFailure::other : failed->kind;
}

TEST(HttpClient, SendsMethodTargetAndBodyOverTheUnixSocket) {
  const TemporaryFolder folder;
  TinyRequest seen;
  TinyServer server{folder / "s", [&seen](const TinyRequest& request) {
                      seen = request;
                      return HttpAnswer{201, "application/json", R"({"class":"standard"})"};
                    }};
  const auto http = http_over_unix_socket(folder / "s");
  const HttpOutcome outcome = http->exchange(HttpRequest{"POST", "/v1/seats?x=1", "{\"id\":\"a\"}", "", 5 * kSecond});
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(outcome)) << std::get<HttpFailed>(outcome).text;
  EXPECT_EQ(std::get<HttpAnswer>(outcome).status, 201);
  EXPECT_EQ(std::get<HttpAnswer>(outcome).body, R"({"class":"standard"})");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/v1/seats?x=1");
  EXPECT_EQ(seen.body, "{\"id\":\"a\"}");
  EXPECT_NE(seen.headers.find("Host: localhost\r\n"), std::string::npos);
  EXPECT_NE(seen.headers.find("Content-Type: application/json\r\n"), std::string::npos);
}

TEST(HttpClient, TakesAnAnswerWithoutBodyAndGoesOn) {
  const TemporaryFolder folder;
  TinyServer server{folder / "s", [](const TinyRequest& request) {
                      return request.method == "DELETE" ? HttpAnswer{204, "", ""} : HttpAnswer{200, "", request.target};
                    }};
  const auto http = http_over_unix_socket(folder / "s");
  const HttpOutcome deleted = http->exchange(HttpRequest{"DELETE", "/v1/seats/a", "", "", 5 * kSecond});
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(deleted));
  EXPECT_EQ(std::get<HttpAnswer>(deleted).status, 204);
  const HttpOutcome next = http->exchange(get("/v1/status"));
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(next));
  EXPECT_EQ(std::get<HttpAnswer>(next).body, "/v1/status");
}

TEST(HttpClient, KnowsThatNobodyListens) {
  const TemporaryFolder folder;
  EXPECT_EQ(failure_of(http_over_unix_socket(folder / "none")->exchange(get("/"))), HttpFailure::nobody_listens);
}

TEST(HttpClient, KnowsThatTheAnswerWasCutOff) {
  const TemporaryFolder folder;
  TinyServer server{folder / "s", [](const TinyRequest&) { return std::optional<HttpAnswer>{}; }};
  EXPECT_EQ(failure_of(http_over_unix_socket(folder / "s")->exchange(get("/"))), HttpFailure::cut_off);
}

TEST(HttpClient, NeverSendsARequestAgainUnasked) {
  const TemporaryFolder folder;
  int seen = 0;
  TinyServer server{folder / "s", [&seen](const TinyRequest&) -> std::optional<HttpAnswer> {
                      ++seen;
                      return seen == 1 ? std::optional{HttpAnswer{200, "", ""}} : std::nullopt;
                    }};
  const auto http = http_over_unix_socket(folder / "s");
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(http->exchange(get("/first"))));
  EXPECT_EQ(failure_of(http->exchange(HttpRequest{"POST", "/second", "{}", "", 5 * kSecond})), HttpFailure::cut_off);
  EXPECT_EQ(seen, 2);
}

TEST(HttpClient, KnowsThatTheSocketIsClosedToThisUser) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may open everything";
  const TemporaryFolder folder;
  TinyServer server{folder / "s", [](const TinyRequest&) { return HttpAnswer{200, "", ""}; }};
  ASSERT_EQ(::chmod((folder / "s").c_str(), 0), 0);
  EXPECT_EQ(failure_of(http_over_unix_socket(folder / "s")->exchange(get("/"))), HttpFailure::not_permitted);
}

TEST(HttpClient, SendsTheBearerTokenToTheAdminPort) {
  std::string headers;
  TinyServer server{"", [&headers](const TinyRequest& request) {
                      headers = request.headers;
                      return HttpAnswer{200, "application/json", "{}"};
                    }};
  const auto http = http_over_tcp("http://127.0.0.1:" + std::to_string(server.port()) + "/");
  HttpRequest request = get("/admin/clock");
  request.bearer_token = "abc";
  ASSERT_TRUE(std::holds_alternative<HttpAnswer>(http->exchange(request)));
  EXPECT_NE(headers.find("Authorization: Bearer abc\r\n"), std::string::npos);
}

TEST(HttpClient, EncodesWhatIsNoPlainCharacter) { EXPECT_EQ(percent_encoded("a b/ü~"), "a%20b%2F%C3%BC~"); }

}  // namespace
}  // namespace lic::cli
