// HTTP itself: limits, refusals, pipelining, streams (interfaces.md section 3).
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <vector>

#include "daemon/api/api_server.hpp"
#include "daemon/api/json.hpp"
#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

std::string code_of(const HttpAnswer& answer) {
  const auto value = api::parse_json(answer.body);
  return value.has_value() && value->contains("code") ? value->at("code").get<std::string>() : "";
}

TEST(ApiServer, ListensForEverybodyAndDecidesByCredentials) {
  ApiBench bench;
  struct stat found {};
  ASSERT_EQ(::stat(bench.socket_path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0666U);
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 200);
}

TEST(ApiServer, AnswersPipelinedRequestsInOrderOnOneConnection) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/seats", R"({"id":"a","capabilities":["chat"]})") +
              http_request("GET", "/v1/seats/a/explain") + http_request("DELETE", "/v1/seats/a") +
              http_request("GET", "/v1/seats"));
  EXPECT_EQ(client.receive().status, 201);
  EXPECT_NE(client.receive().body.find("premium"), std::string::npos);
  EXPECT_EQ(client.receive().status, 204);
  EXPECT_EQ(client.receive().body, R"({"seats":[],"total":0,"cursor":null})");
}

TEST(ApiServer, ReadsARequestThatComesByteByByte) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  for (const char byte : http_request("PUT", "/v1/ports", R"({"inbound":3})")) client.send(std::string(1, byte));
  EXPECT_EQ(client.receive().status, 204);
}

TEST(ApiServer, RefusesWebPagesAndOtherHosts) {
  ApiBench bench;
  for (const char* header : {"Origin: http://evil.example\r\n", "Referer: http://evil.example/\r\n"}) {
    ApiClient client(bench.socket_path());
    client.send(http_request("GET", "/v1/status", {}, header));
    EXPECT_EQ(client.receive().status, 403);
  }
  ApiClient client(bench.socket_path());
  client.send("GET /v1/status HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(client.receive().status, 403);
}

TEST(ApiServer, RefusesWhatIsNotHttp) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send("hello\r\n\r\n");
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(code_of(answer), "invalid_argument");
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ApiServer, LimitsTheHeaderTo8KiB) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("GET", "/healthz", {}, "X-Long: " + std::string(9000, 'x') + "\r\n"));
  EXPECT_EQ(client.receive().status, 431);
}

TEST(ApiServer, LimitsTheBodyTo1MiB) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("PUT", "/v1/ports", std::string(1024 * 1024 + 1, ' ')));
  EXPECT_EQ(client.receive().status, 413);
}

TEST(ApiServer, RefusesMoreThan256Connections) {
  ApiBench bench;
  std::vector<std::unique_ptr<ApiClient>> clients;
  for (std::size_t number = 0; number < api::kConnectionsMax; ++number) {
    clients.push_back(std::make_unique<ApiClient>(bench.socket_path()));
  }
  clients.back()->send(http_request("GET", "/healthz"));
  EXPECT_EQ(clients.back()->receive().status, 200);
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 503);
}

TEST(ApiServer, RemovesAStaleSocketButNothingElse) {
  ApiBench bench;
  const std::string path = bench.socket_path() + "-second";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int stale = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::bind(stale, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(stale);
  EXPECT_TRUE(bench.can_listen_at(path));
  std::ofstream(path) << "not a socket";
  EXPECT_FALSE(bench.can_listen_at(path));
  EXPECT_EQ(::unlink(path.c_str()), 0);
}

TEST(ApiServer, LeavesTheSocketOfALivingDaemonAlone) {
  ApiBench bench;
  EXPECT_FALSE(bench.can_listen_at(bench.socket_path()));
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 200);
}

TEST(ApiServer, KeepsAConnectionForTheNextRequestUnlessAskedNot) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("GET", "/healthz"));
  EXPECT_EQ(client.receive().status, 200);
  client.send(http_request("GET", "/healthz", {}, "Connection: close\r\n"));
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ApiServer, HidesPathsAndMethodsThatDoNotExist) {
  ApiBench bench;
  EXPECT_EQ(code_of(bench.ask("GET", "/v1/nothing")), "not_found");
  const HttpAnswer answer = bench.ask("PUT", "/v1/status", "{}");
  EXPECT_EQ(answer.status, 405);
  EXPECT_NE(answer.head.find("Allow: GET"), std::string::npos);
}

TEST(EventStream, ResumesAfterTheLastEventId) {
  ApiBench bench;
  static_cast<void>(bench.ask("POST", "/v1/registration", R"({"token":"abc"})"));
  ApiClient client(bench.socket_path());
  client.send(http_request("GET", "/v1/events/stream", {}, "Last-Event-ID: 0\r\n"));
  EXPECT_NE(client.receive_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
  bench.key_is_ready();
  bench.ssm_replies(Refused{.kind = RefusalKind::token_expired, .text = "Token expired", .after = std::nullopt});
  const std::string event = client.receive_until("\n\n") + client.receive_until("\n\n");
  EXPECT_NE(event.find("id: 1\n"), std::string::npos);
  EXPECT_NE(event.find("data: {\"id\":1,"), std::string::npos);
}

}  // namespace
}  // namespace lic::test
