// The parts of a connection of the local API, without a socket.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "daemon/api/api_server.hpp"
#include "daemon/api/deadlines.hpp"
#include "daemon/api/http_reader.hpp"
#include "daemon/api/pipeline.hpp"
#include "daemon/api/response_text.hpp"

namespace lic::test {
namespace {

using api::ApiResponse;
using api::HttpReader;
using api::Limit;
using api::Pipeline;
using Progress = HttpReader::Progress;

void feed(HttpReader& reader, std::string_view bytes) {
  const auto space = reader.space();
  ASSERT_GE(space.size(), bytes.size());
  std::ranges::copy(bytes, space.begin());
  reader.received(bytes.size());
}

constexpr std::string_view kRequest = "POST /v1/seats?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

TEST(HttpReader, ReadsOneRequestAfterTheOther) {
  HttpReader reader;
  feed(reader, std::string(kRequest) + "GET /healthz HTTP/1.1\r\nLast-Event-ID: 7\r\n\r\n");
  EXPECT_EQ(reader.read(), Progress::head);
  EXPECT_EQ(reader.head().method, api::Method::post);
  EXPECT_EQ(reader.head().target, "/v1/seats?x=1");
  EXPECT_EQ(reader.head().origin.host, "localhost");
  EXPECT_EQ(reader.read(), Progress::whole);
  EXPECT_EQ(reader.request().body, "{}");
  reader.next();
  EXPECT_EQ(reader.read(), Progress::head);
  EXPECT_EQ(reader.head().origin.host, "");
  EXPECT_EQ(reader.read(), Progress::whole);
  EXPECT_EQ(reader.request().body, "");
  EXPECT_EQ(reader.request().last_event_id, "7");
  reader.next();
  EXPECT_FALSE(reader.has_begun());
  EXPECT_EQ(reader.read(), Progress::more);
}

TEST(HttpReader, ReadsWhatComesByteByByte) {
  HttpReader reader;
  Progress last = Progress::more;
  bool is_head_seen = false;
  for (const char byte : kRequest) {
    EXPECT_EQ(last, Progress::more);
    feed(reader, std::string_view(&byte, 1));
    last = reader.read();
    if (last != Progress::head) continue;
    is_head_seen = true;
    last = reader.read();
  }
  EXPECT_TRUE(is_head_seen);
  EXPECT_EQ(last, Progress::whole);
  EXPECT_EQ(reader.request().body, "{}");
}

TEST(HttpReader, ReadsBodiesInChunks) {
  HttpReader reader;
  feed(reader, "PUT /v1/ports HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
  EXPECT_EQ(reader.read(), Progress::head);
  EXPECT_EQ(reader.read(), Progress::whole);
  EXPECT_EQ(reader.request().body, "{}");
}

TEST(HttpReader, RefusesASecondHost) {
  HttpReader reader;
  feed(reader, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(reader.read(), Progress::broken);
  EXPECT_EQ(reader.refusal().status, 400);
}

TEST(HttpReader, ALineBetweenChunksHasALimit) {
  HttpReader reader;
  feed(reader, "PUT /v1/ports HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;");
  EXPECT_EQ(reader.read(), Progress::head);
  Progress last = reader.read();
  for (int piece = 0; piece < 100 && last == Progress::more && !reader.space().empty(); ++piece) {
    feed(reader, std::string(std::min<std::size_t>(1024, reader.space().size()), 'x'));
    last = reader.read();
  }
  EXPECT_TRUE(last == Progress::broken || reader.space().empty());
}

api::ApiRoute route(api::Permission permission, api::Patience patience) {
  return {api::Method::post, "/x", permission, patience, nullptr};
}
const api::ApiRoute kChange = route(api::Permission::use, api::Patience::none);
const api::ApiRoute kRead = route(api::Permission::read_usage, api::Patience::none);

ApiResponse body(const std::string& text) {
  return {.status = 200, .content_type = {}, .body = text, .allow = {}, .more = {}};
}

std::string bodies(const std::string& out) {
  std::string found;
  for (std::size_t at = out.find("\r\n\r\n"); at != std::string::npos; at = out.find("\r\n\r\n", at + 4)) {
    found += out.substr(at + 4, 1);
  }
  return found;
}

TEST(Pipeline, OnlyChangesOfSeatsAndPortsOverlap) {
  EXPECT_TRUE(api::may_overlap(kChange));
  EXPECT_FALSE(api::may_overlap(kRead));
  EXPECT_FALSE(api::may_overlap(route(api::Permission::write, api::Patience::none)));
  EXPECT_FALSE(api::may_overlap(route(api::Permission::use, api::Patience::one_exchange)));
}

TEST(Pipeline, WhatDoesNotOverlapIsAlone) {
  Pipeline pipeline;
  EXPECT_TRUE(pipeline.has_room(kRead, {}));
  static_cast<void>(pipeline.begin(true, true, 0));
  EXPECT_TRUE(pipeline.has_room(kChange, {}));
  EXPECT_FALSE(pipeline.has_room(kRead, {}));
  Pipeline other;
  static_cast<void>(other.begin(false, true, 0));
  EXPECT_FALSE(other.has_room(kChange, {}));
}

TEST(Pipeline, IsBoundedInRequestsBytesAndOverAllConnections) {
  Pipeline many;
  for (std::size_t number = 0; number < api::kInFlightMax; ++number) {
    EXPECT_TRUE(many.has_room(kChange, {.body_bytes = 1}));
    static_cast<void>(many.begin(true, true, 1));
  }
  EXPECT_FALSE(many.has_room(kChange, {.body_bytes = 1}));
  Pipeline large;
  EXPECT_TRUE(large.has_room(kChange, {.body_bytes = api::kBodyBytesMax, .of_all = api::kInFlightOfAllMax}));
  static_cast<void>(large.begin(true, true, api::kInFlightBytesMax - 1));
  EXPECT_TRUE(large.has_room(kChange, {.body_bytes = 1}));
  EXPECT_FALSE(large.has_room(kChange, {.body_bytes = 2}));
  EXPECT_FALSE(large.has_room(kChange, {.body_bytes = 1, .of_all = api::kInFlightOfAllMax}));
}

// Answers that are made at once would otherwise pile up: one read may hold a thousand requests for the largest.
TEST(Pipeline, TakesNothingBeforeTheAnswersThatWaitAreWritten) {
  const Pipeline pipeline;
  EXPECT_TRUE(pipeline.has_room(kRead, {.unsent_bytes = api::kUnsentBytesMax - 1}));
  EXPECT_FALSE(pipeline.has_room(kRead, {.unsent_bytes = api::kUnsentBytesMax}));
}

TEST(Pipeline, EarlyAnswersWaitForTheirTurn) {
  Pipeline pipeline;
  const auto first = pipeline.begin(true, true, 0);
  const auto second = pipeline.begin(true, true, 0);
  const auto third = pipeline.begin(true, true, 0);
  std::string out;
  EXPECT_TRUE(pipeline.answer(third, body("3"), false, out));
  EXPECT_EQ(out, "");
  EXPECT_TRUE(pipeline.answer(first, body("1"), false, out));
  EXPECT_EQ(bodies(out), "1");
  EXPECT_TRUE(pipeline.answer(second, body("2"), false, out));
  EXPECT_EQ(bodies(out), "123");
  EXPECT_TRUE(pipeline.empty());
}

TEST(Pipeline, ASecondAnswerToARequestIsIgnored) {
  Pipeline pipeline;
  const auto first = pipeline.begin(true, true, 0);
  const auto second = pipeline.begin(true, true, 0);
  std::string out;
  EXPECT_TRUE(pipeline.answer(second, body("2"), false, out));
  EXPECT_FALSE(pipeline.answer(second, body("x"), false, out));
  EXPECT_TRUE(pipeline.answer(first, body("1"), false, out));
  EXPECT_FALSE(pipeline.answer(first, body("x"), false, out));
  EXPECT_FALSE(pipeline.answer(second + 1, body("x"), false, out));
  EXPECT_EQ(bodies(out), "12");
}

TEST(Pipeline, AtTheStopOnlyTheLastAnswerEndsTheConnection) {
  Pipeline pipeline;
  const auto first = pipeline.begin(true, true, 0);
  const auto second = pipeline.begin(true, true, 0);
  std::string out;
  EXPECT_TRUE(pipeline.answer(first, body("1"), true, out));
  EXPECT_FALSE(pipeline.has_ended());
  EXPECT_EQ(out.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(pipeline.answer(second, body("2"), true, out));
  EXPECT_TRUE(pipeline.has_ended());
  EXPECT_NE(out.find("Connection: close"), std::string::npos);
}

TEST(ResponseText, IsHttp) {
  EXPECT_EQ(api::response_text({.status = 201, .body = "{}", .allow = {}, .more = {}}, true),
            "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "Cache-Control: no-store\r\n\r\n{}");
  EXPECT_EQ(api::response_text({.status = 204, .content_type = {}, .body = {}, .allow = {}, .more = {}}, false),
            "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(api::chunk_text(std::string(17, 'x')), "11\r\n" + std::string(17, 'x') + "\r\n");
  EXPECT_EQ(api::chunk_text(""), "0\r\n\r\n");
}

TEST(Deadlines, TheNearestIsTheOneThatCounts) {
  using Moment = api::Deadlines::Moment;
  api::Deadlines deadlines;
  EXPECT_EQ(deadlines.nearest(), api::Deadlines::kNever);
  deadlines.set(Limit::request, Moment(std::chrono::seconds(30)));
  deadlines.set(Limit::write, Moment(std::chrono::seconds(20)));
  EXPECT_EQ(deadlines.nearest(), Moment(std::chrono::seconds(20)));
  EXPECT_TRUE(deadlines.has_passed(Limit::write, Moment(std::chrono::seconds(20))));
  EXPECT_FALSE(deadlines.has_passed(Limit::request, Moment(std::chrono::seconds(29))));
  deadlines.clear(Limit::write);
  EXPECT_FALSE(deadlines.is_set(Limit::write));
  EXPECT_EQ(deadlines.nearest(), Moment(std::chrono::seconds(30)));
}

}  // namespace
}  // namespace lic::test
