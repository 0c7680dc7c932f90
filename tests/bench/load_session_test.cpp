#include "tests/bench/load_session.hpp"

#include <gtest/gtest.h>

namespace lic::load {
namespace {

const std::string kId = "abcdefghijklmnop";
const std::string kValue(kValueLetters, 'v');

struct Talk {
  explicit Talk(std::unique_ptr<Session> made) : session(std::move(made)) {}

  std::string ask(std::size_t list = 0) {
    std::string out;
    session->put({.id = kId, .list = list, .value = kValue}, Instant(Nanos(++asked)), out);
    session->flush(out);
    return out;
  }
  // Gives the bytes one by one, as the worst of networks would.
  void hear(std::string_view bytes) {
    for (const char byte : bytes) {
      unread += byte;
      unread.erase(0, session->take(unread, answers));
    }
  }
  [[nodiscard]] std::size_t answered() const { return answers.sent.size(); }

  std::unique_ptr<Session> session;
  Answers answers;
  std::string unread;
  int asked = 0;
};

TEST(ProductSession, AsksALineWithANumberOfItsOwn) {
  Talk talk(product_session());
  EXPECT_EQ(talk.ask(), R"({"i":1,"op":"sign_in","id":"abcdefghijklmnop","capabilities":["inbound_voice"]})"
                        "\n");
  EXPECT_EQ(talk.ask(1), R"({"i":2,"op":"sign_in","id":"abcdefghijklmnop","capabilities":["inbound_voice","chat"]})"
                         "\n");
}

TEST(ProductSession, TakesAnswersInOrderAndInPieces) {
  Talk talk(product_session());
  talk.ask();
  talk.ask();
  talk.hear(R"({"i":1,"ok":true,"class":"standard"})"
            "\n"
            R"({"i":2,"ok":true,"class":"premium"})"
            "\n");
  EXPECT_EQ(talk.answers.bad, 0U);
  ASSERT_EQ(talk.answered(), 2U);
  EXPECT_EQ(talk.answers.sent[1], Instant(Nanos(2)));
}

TEST(ProductSession, RefusalOfTheLimitIsAnError) {
  Talk talk(product_session());
  talk.ask();
  talk.hear(R"({"i":1,"ok":false,"code":"license_limit","reason":"no seat is left"})"
            "\n");
  EXPECT_EQ(talk.answers.bad, 1U);
  EXPECT_EQ(talk.answered(), 1U);
  EXPECT_NE(talk.answers.first_bad.find("license_limit"), std::string::npos);
}

TEST(ProductSession, AnswerToAnotherRequestOrNotOnDiskIsAnError) {
  Talk talk(product_session());
  talk.ask();
  talk.ask();
  talk.hear(R"({"i":12,"ok":true,"class":"standard"})"
            "\n"
            R"({"i":2,"ok":true,"class":"standard","durable":false})"
            "\n");
  EXPECT_EQ(talk.answers.bad, 2U);
}

TEST(ProductSession, AnswerWithoutARequestEndsIt) {
  Talk talk(product_session());
  talk.hear("{\"i\":1,\"ok\":true}\n");
  EXPECT_TRUE(talk.answers.is_broken);
}

TEST(HttpSession, AsksWithTheRightLength) {
  Talk talk(http_session());
  const std::string asked = talk.ask(1);
  const std::string body = asked.substr(asked.find("\r\n\r\n") + 4);
  EXPECT_EQ(body, R"({"id":"abcdefghijklmnop","capabilities":["inbound_voice","chat"]})");
  EXPECT_NE(asked.find("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"), std::string::npos);
  EXPECT_TRUE(asked.starts_with("POST /v1/seats HTTP/1.1\r\nHost: localhost\r\n"));
}

TEST(HttpSession, TakesPipelinedAnswersInPieces) {
  Talk talk(http_session());
  talk.ask();
  talk.ask();
  talk.ask();
  talk.hear(
      "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n{\"a\"}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
      "HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nfull");
  EXPECT_EQ(talk.answered(), 3U);
  EXPECT_EQ(talk.answers.bad, 1U);
  EXPECT_TRUE(talk.unread.empty());
}

TEST(HttpSession, AnswerThatIsNotOnDiskIsAnError) {
  Talk talk(http_session());
  talk.ask();
  talk.hear("HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n{\"durable\":false}");
  EXPECT_EQ(talk.answers.bad, 1U);
}

TEST(HttpSession, AnswerWithoutALengthEndsIt) {
  Talk talk(http_session());
  talk.ask();
  talk.hear("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_TRUE(talk.answers.is_broken);
}

TEST(RedisSession, AsksForASet) {
  Talk talk(redis_session());
  EXPECT_EQ(talk.ask(), "*3\r\n$3\r\nSET\r\n$16\r\nabcdefghijklmnop\r\n$65\r\n" + kValue + "\r\n");
}

TEST(RedisSession, OnlyOkIsGood) {
  Talk talk(redis_session());
  talk.ask();
  talk.ask();
  talk.hear("+OK\r\n-MISCONF Errors writing to the AOF file\r\n");
  EXPECT_EQ(talk.answered(), 2U);
  EXPECT_EQ(talk.answers.bad, 1U);
  EXPECT_EQ(talk.answers.first_bad, "-MISCONF Errors writing to the AOF file");
}

}  // namespace
}  // namespace lic::load
