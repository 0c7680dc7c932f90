// Requests that come before earlier ones are answered (RFC 9112 section 9.3.2, interfaces.md section 3).
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/daemon/api_bench.hpp"

namespace lic::test {
namespace {

constexpr Millis kShort = kSecond;  // long enough for what a test does on a busy machine

std::string sign_in(const std::string& id) {
  return http_request("POST", "/v1/seats", R"({"id":")" + id + R"(","capabilities":["chat"]})");
}
std::string ports(int inbound) {
  return http_request("PUT", "/v1/ports", R"({"inbound":)" + std::to_string(inbound) + "}");
}
std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int time = 0; time < times; ++time) all += text;
  return all;
}

std::vector<int> statuses(ApiClient& client, int count) {
  std::vector<int> found;
  for (int number = 0; number < count; ++number) found.push_back(client.receive().status);
  return found;
}

TEST(Pipelining, AnswersMixedRoutesInTheOrderOfTheRequests) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  const std::string round = sign_in("a") + http_request("POST", "/v1/seats", "{broken") +
                            http_request("GET", "/v1/seats/a/explain") + http_request("DELETE", "/v1/seats/a") +
                            http_request("GET", "/v1/seats/a/explain") + http_request("DELETE", "/v1/seats/a") +
                            http_request("GET", "/healthz");
  client.send(repeated(round, 30));
  const std::vector<int> expected{201, 400, 200, 204, 404, 404, 200};
  for (int time = 0; time < 30; ++time) EXPECT_EQ(statuses(client, 7), expected);
}

TEST(Pipelining, ChangesThatComeTogetherShareACommit) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  const auto before = bench.commits_done();
  // The loop is held while they are sent, so that it finds all of them.
  bench.on_loop([&client] {
    for (int number = 1; number <= 60; ++number) client.send(ports(number));
  });
  EXPECT_EQ(statuses(client, 60), std::vector<int>(60, 204));
  EXPECT_EQ(bench.commits_done() - before, 1);
}

TEST(Pipelining, HandsOverAtMost64OfAConnectionAtATime) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  const auto before = bench.commits_done();
  bench.on_loop([&client] {
    for (int number = 1; number <= 200; ++number) client.send(ports(number));
  });
  EXPECT_EQ(statuses(client, 200), std::vector<int>(200, 204));
  EXPECT_EQ(bench.commits_done() - before, 4);
}

TEST(Pipelining, ARefusalEndsTheConnectionAfterTheAnswersBeforeIt) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") + sign_in("b") + http_request("GET", "/v1/status", {}, "Origin: http://evil.example\r\n") +
              sign_in("c"));
  EXPECT_EQ(statuses(client, 3), (std::vector<int>{201, 201, 403}));
  EXPECT_TRUE(client.is_closed_by_peer());
  EXPECT_EQ(bench.ask("GET", "/v1/seats/c/explain").status, 404);
}

TEST(Pipelining, WhatIsNotHttpEndsTheConnectionAfterTheAnswersBeforeIt) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") + "nonsense\r\n\r\n");
  EXPECT_EQ(statuses(client, 2), (std::vector<int>{201, 400}));
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(Pipelining, NothingAfterConnectionCloseIsTaken) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") + http_request("DELETE", "/v1/seats/a", {}, "Connection: close\r\n") + sign_in("b"));
  EXPECT_EQ(statuses(client, 2), (std::vector<int>{201, 204}));
  EXPECT_TRUE(client.is_closed_by_peer());
  EXPECT_EQ(bench.ask("GET", "/v1/seats/b/explain").status, 404);
}

TEST(Pipelining, AClientThatHasSentEverythingGetsItsAnswers) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  bench.on_loop([&client] {
    client.send(sign_in("a") + sign_in("b"));
    client.end_sending();
  });
  EXPECT_EQ(statuses(client, 2), (std::vector<int>{201, 201}));
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(Pipelining, AStreamBeginsAfterTheAnswersBeforeIt) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") + http_request("POST", "/v1/registration", R"({"token":"abc"})") +
              http_request("GET", "/v1/events/stream", {}, "Last-Event-ID: 0\r\n"));
  EXPECT_EQ(statuses(client, 2), (std::vector<int>{201, 202}));
  EXPECT_NE(client.receive_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
  bench.key_is_ready();
  bench.ssm_replies(Refused{.kind = RefusalKind::token_expired, .text = "Token expired", .after = std::nullopt});
  EXPECT_NE(client.receive_until("id: 1\n").find("id: 1\n"), std::string::npos);
}

TEST(Pipelining, ARequestThatWaitsForSsmHoldsBackWhatFollows) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/registration?wait=1", R"({"token":"abc"})") + sign_in("a"));
  while (bench.tokens_kept() == 0) bench.on_loop([] {});
  bench.on_loop([] {});
  EXPECT_EQ(bench.ask("GET", "/v1/seats/a/explain").status, 404);
  bench.key_is_ready();
  bench.ssm_replies(Refused{.kind = RefusalKind::token_expired, .text = "Token expired", .after = std::nullopt});
  EXPECT_GE(client.receive().status, 400);
  EXPECT_EQ(client.receive().status, 201);
}

TEST(Pipelining, AnswersThatAreMadeAtOnceComeWholeAndInOrder) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  constexpr int kRounds = 40;  // each answer is larger than what may wait to be written
  client.send(
      repeated(http_request("GET", "/v1/openapi.json") + http_request("POST", "/v1/seats", "{broken"), kRounds));
  const std::size_t size = bench.ask("GET", "/v1/openapi.json").body.size();
  for (int round = 0; round < kRounds; ++round) {
    EXPECT_EQ(client.receive().body.size(), size);
    EXPECT_EQ(client.receive().status, 400);
  }
}

TEST(Pipelining, WhatFollowsTheHistoryIsAnsweredAfterIt) {
  ApiBench bench;
  Changes changes;
  const WallTime start{Millis{1'735'689'600'000}};  // 2025-01-01T00:00:00Z
  changes.history.push_back({{start, start + 15 * kMinute, "standard", 1, 2, 1.5, {}, {}, {}, "authorized"}, 5'000});
  bench.keep(changes);
  ApiClient client(bench.socket_path());
  const std::string next = sign_in("b");
  client.send(sign_in("a") + http_request("GET", "/v1/history") + next + http_request("GET", "/v1/history") +
              next.substr(0, 60));
  EXPECT_EQ(statuses(client, 1), std::vector<int>{201});
  const HttpAnswer history = client.receive();
  EXPECT_NE(history.head.find("chunked"), std::string::npos);
  EXPECT_EQ(history.body.substr(0, 1), "{");
  EXPECT_EQ(history.body.back(), '}');
  EXPECT_EQ(client.receive().status, 201);
  EXPECT_EQ(client.receive().body.back(), '}');
  client.send(next.substr(60));
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Pipelining, LeaveToSendABodyComesInItsTurn) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") +
              "PUT /v1/ports HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 13\r\n\r\n");
  EXPECT_EQ(client.receive().status, 201);
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(R"({"inbound":3})");
  EXPECT_EQ(client.receive().status, 204);
}

TEST(Pipelining, AClientThatReadsNothingIsNotReadFor) {
  ApiBench bench;
  ApiClient client(bench.socket_path());
  const std::string request = http_request("GET", "/v1/status");
  constexpr int kRequests = 20'000;  // far more than the buffers of a socket hold, with their answers
  const std::string all = repeated(request, kRequests);
  std::size_t sent = 0;
  // The loop goes round twice after each try: what it would still read, it has read.
  for (std::size_t taken = 1; taken > 0 && sent < all.size(); sent += taken) {
    taken = client.send_without_waiting(all.substr(sent, 64 * 1024));
    for (int turn = 0; turn < 200; ++turn) bench.on_loop([] {});
  }
  EXPECT_LT(sent, all.size() / 2);
  const int whole = static_cast<int>(sent / request.size());
  EXPECT_EQ(statuses(client, whole), std::vector<int>(static_cast<std::size_t>(whole), 200));
}

TEST(ConnectionLimits, AClientThatTakesNoAnswerIsLeft) {
  ApiBench bench(kShort);
  ApiClient client(bench.socket_path());
  constexpr int kAsked = 40;  // some seventy kilobytes each: far more than the buffers of a socket hold
  client.send(repeated(http_request("GET", "/v1/openapi.json"), kAsked));
  for (int turn = 0; turn < 200; ++turn) bench.on_loop([] {});
  ApiClient later(bench.socket_path());
  EXPECT_TRUE(later.is_closed_by_peer());  // so the limit of `client` has passed, too
  int answered = 0;
  while (client.receive().status == 200) ++answered;
  EXPECT_LT(answered, kAsked);
}

TEST(ConnectionLimits, HalfARequestIsNotWaitedForLongerThanTheLimit) {
  ApiBench bench(kShort);
  ApiClient client(bench.socket_path());
  client.send(sign_in("a") + sign_in("b").substr(0, 60));
  EXPECT_EQ(client.receive().status, 201);
  EXPECT_EQ(client.receive().status, 0);
  EXPECT_EQ(bench.ask("GET", "/v1/seats/b/explain").status, 404);
}

TEST(ConnectionLimits, HalfARequestDoesNotCutOffAnAnswerThatIsOwed) {
  ApiBench bench(kShort);
  ApiClient client(bench.socket_path());
  client.send(http_request("POST", "/v1/registration?wait=1", R"({"token":"abc"})"));
  while (bench.tokens_kept() == 0) bench.on_loop([] {});
  client.send(sign_in("a").substr(0, 60));
  bench.on_loop([] {});
  ApiClient later(bench.socket_path());
  EXPECT_TRUE(later.is_closed_by_peer());  // so the limit of `client` has passed, too
  bench.key_is_ready();
  bench.ssm_replies(Refused{.kind = RefusalKind::token_expired, .text = "Token expired", .after = std::nullopt});
  const HttpAnswer answer = client.receive();
  EXPECT_GE(answer.status, 400);
  EXPECT_NE(answer.head.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ConnectionLimits, DrippingBytesDoesNotProlongTheLimit) {
  ApiBench bench(kShort);
  ApiClient client(bench.socket_path());
  constexpr std::size_t kLength = 1'000'000;
  client.send("PUT /v1/ports HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kLength) + "\r\n\r\n");
  std::size_t sent = 0;
  for (std::size_t taken = 1; taken > 0 && sent < kLength; sent += taken) {
    taken = client.send_without_waiting(" ");
    bench.on_loop([] {});
  }
  EXPECT_LT(sent, kLength);
  EXPECT_EQ(client.receive().status, 0);
}

TEST(ConnectionLimits, AnIdleConnectionIsClosed) {
  ApiBench bench(kShort);
  ApiClient client(bench.socket_path());
  client.send(sign_in("a"));
  EXPECT_EQ(client.receive().status, 201);
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ConnectionLimits, Of300ConnectionsThatPipeline256AreServed) {
  ApiBench bench;
  std::vector<std::unique_ptr<ApiClient>> clients;
  bench.on_loop([&] {
    for (int number = 0; number < 300; ++number) clients.push_back(std::make_unique<ApiClient>(bench.socket_path()));
  });
  std::vector<int> first;
  for (const auto& client : clients) {
    client->send(repeated(ports(1), 8));
    first.push_back(client->receive().status);
  }
  EXPECT_EQ(std::ranges::count(first, 204), 256);
  EXPECT_EQ(std::ranges::count(first, 503), 44);
  EXPECT_EQ(statuses(*clients.front(), 7), std::vector<int>(7, 204));
}

TEST(ConnectionLimits, TogetherConnectionsDoNotOverfillTheInbox) {
  ApiBench bench;
  std::vector<std::unique_ptr<ApiClient>> clients;
  for (int number = 0; number < 128; ++number) clients.push_back(std::make_unique<ApiClient>(bench.socket_path()));
  bench.on_loop([&clients] {
    for (const auto& client : clients) client->send(repeated(ports(1), 64));
  });
  for (const auto& client : clients) EXPECT_EQ(statuses(*client, 64), std::vector<int>(64, 204));
}

}  // namespace
}  // namespace lic::test
