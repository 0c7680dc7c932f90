// Connections that end while something of them is under way.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

std::string sign_in(const std::string& id) {
  return http_request("POST", "/v1/seats", R"({"id":")" + id + R"(","capabilities":["chat"]})");
}
std::string ports(int count) {
  std::string all;
  for (int number = 1; number <= count; ++number)
    all += http_request("PUT", "/v1/ports", R"({"inbound":)" + std::to_string(number) + "}");
  return all;
}

TEST(ConnectionEnd, ClientsThatGoWithoutTheirAnswersFreeTheirPlaces) {
  ApiBench bench;
  // More than all connections together may have in flight; each has gone before the loop sees what it asked for.
  for (int round = 0; round < 40; ++round) {
    bench.on_loop([&bench] {
      ApiClient client(bench.socket_path());
      client.send(ports(64));
    });
  }
  ApiClient client(bench.socket_path());
  const auto before = bench.commits_done();
  bench.on_loop([&client] { client.send(ports(60)); });
  for (int number = 0; number < 60; ++number) EXPECT_EQ(client.receive().status, 204);
  EXPECT_EQ(bench.commits_done() - before, 1);
}

TEST(ConnectionEnd, MayComeAtAnyByteOfAnyRequest) {
  ApiBench bench;
  const std::string all = sign_in("a") + http_request("GET", "/v1/history") + sign_in("b") +
                          http_request("POST", "/v1/registration?wait=1", R"({"token":"abc"})") +
                          http_request("GET", "/v1/openapi.json") + http_request("DELETE", "/v1/seats/a") +
                          http_request("GET", "/v1/events/stream", {}, "Last-Event-ID: 0\r\n");
  for (std::size_t length = 1; length <= all.size(); length += 3) {
    ApiClient client(bench.socket_path());
    client.send(all.substr(0, length));
    if (length % 2 == 0) bench.on_loop([] {});
  }
  EXPECT_EQ(bench.ask("GET", "/healthz").status, 200);
}

TEST(ConnectionEnd, AStoppedServerEndsWhatIsUnderWay) {
  std::vector<std::unique_ptr<ApiClient>> clients;
  auto bench = std::make_unique<ApiBench>();
  const std::string wait = http_request("POST", "/v1/registration?wait=1", R"({"token":"abc"})");
  for (const std::string& asked : {ports(64), sign_in("a") + wait + sign_in("b"), wait + sign_in("c").substr(0, 60),
                                   http_request("GET", "/v1/events/stream"), sign_in("d").substr(0, 60)}) {
    clients.push_back(std::make_unique<ApiClient>(bench->socket_path()));
    clients.back()->send(asked);
  }
  bench->on_loop([] {});
  bench.reset();
  for (const auto& client : clients) {
    int answered = 0;
    while (client->receive().status != 0) ++answered;
    EXPECT_LE(answered, 64);
    EXPECT_TRUE(client->is_closed_by_peer());
  }
}

}  // namespace
}  // namespace lic::test
