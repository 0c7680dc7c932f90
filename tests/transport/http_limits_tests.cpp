// What a hostile or broken server can make the agent do: nothing without end (R-REG-3, wire limits).
#include "tests/transport/exchange_fixture.hpp"

namespace lic::testing {
namespace {

using HttpLimits = ExchangeTest;

constexpr std::size_t kMebibyte = 1024 * 1024;

TlsServer::Respond always(const ServerAction& action) {
  return [action](const std::string&) { return action; };
}
ServerAction raw(const std::string& bytes, int times = 1) {
  ServerAction action;
  action.raw = bytes;
  action.times = times;
  return action;
}
ServerAction then_for_ever(const std::string& first, const std::string& more) {
  ServerAction action = raw(more, 1'000'000);
  action.first = first;
  return action;
}

TEST_F(HttpLimits, AHeadLargerThan64KiBIsRefused) {
  TlsServer one_line{always(http_answer("{}", "200 OK", "X: " + std::string(70'000, 'x') + "\r\n"))};
  EXPECT_EQ(failure_of(post_to(one_line.url())).code, FailureCode::http_too_large);
  std::string lines;
  for (int line = 0; line < 2000; ++line) lines += "X-Line: " + std::string(40, 'x') + "\r\n";
  TlsServer many_lines{always(http_answer("{}", "200 OK", lines))};
  const ExchangeFailed failed = failure_of(post_to(many_lines.url()));
  EXPECT_EQ(failed.code, FailureCode::http_too_large);
  EXPECT_NE(failed.text.find("larger than 64 KiB"), std::string::npos) << failed.text;
}

TEST_F(HttpLimits, AHeadWithoutEndIsCutAtOnce) {
  TlsServer server{always(then_for_ever("HTTP/1.1 200 OK\r\n", "X: y\r\n"))};
  EXPECT_EQ(failure_of(post_to(server.url())).code, FailureCode::http_too_large);
}

TEST_F(HttpLimits, ProvisionalAnswersWithoutEndAreCutAtOnce) {
  TlsServer server{always(raw("HTTP/1.1 100 Continue\r\n\r\n", 1'000'000))};
  EXPECT_EQ(failure_of(post_to(server.url())).code, FailureCode::http_too_large);
}

TEST_F(HttpLimits, ABodyWithoutEndIsCutAtAMebibyte) {
  const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  TlsServer server{always(then_for_ever("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk))};
  const ExchangeFailed failed = failure_of(post_to(server.url()));
  EXPECT_EQ(failed.code, FailureCode::http_too_large);
  EXPECT_NE(failed.text.find("larger than 1 MiB"), std::string::npos) << failed.text;
}

TEST_F(HttpLimits, AnAnnouncedGigabyteIsNotEvenBegun) {
  TlsServer server{always(raw("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"))};
  EXPECT_EQ(failure_of(post_to(server.url())).code, FailureCode::http_too_large);
}

TEST_F(HttpLimits, AMebibyteIsTaken) {
  TlsServer server{always(http_answer(std::string(kMebibyte, ' ')))};
  EXPECT_EQ(std::get<std::string>(outcome_of(post_to(server.url())).answer).size(), kMebibyte);
}

TEST_F(HttpLimits, ATrickleEndsAtTheTotalTimeOut) {
  ServerAction trickle = http_answer(std::string(1000, ' '));
  trickle.slowly = true;
  TlsServer server{always(trickle)};
  HttpPost post = post_to(server.url());
  post.target.total_timeout = Millis{500};
  const ExchangeFailed failed = failure_of(std::move(post));
  EXPECT_EQ(failed.code, FailureCode::no_answer_timeout);
  EXPECT_NE(failed.text.find("within 0.5 seconds"), std::string::npos) << failed.text;
}

TEST_F(HttpLimits, NothingIsUnpacked) {
  TlsServer server{always(http_answer("\x1f\x8b not JSON", "200 OK", "Content-Encoding: gzip\r\n"))};
  EXPECT_EQ(std::get<std::string>(outcome_of(post_to(server.url())).answer), "\x1f\x8b not JSON");
  EXPECT_EQ(server.requests().front().find("Accept-Encoding"), std::string::npos);
  EXPECT_EQ(server.requests().front().find("TE:"), std::string::npos);
}

TEST_F(HttpLimits, AnAnswerWithoutAHeadIsRefused) {  // HTTP/0.9
  TlsServer server{always(raw("{\"signature\":{}}"))};
  EXPECT_EQ(failure_of(post_to(server.url())).code, FailureCode::http_malformed);
}

TEST_F(HttpLimits, AnEmptyAnswerIsAnAnswer) {  // what it means is the codec's
  TlsServer server{always(http_answer(""))};
  EXPECT_EQ(std::get<std::string>(outcome_of(post_to(server.url())).answer), "");
}

TEST_F(HttpLimits, RetryAfterMayBeADate) {  // R-AUTH-8
  TlsServer server{
      always(http_answer("", "503 Service Unavailable", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n"))};
  const ExchangeFailed failed = failure_of(post_to(server.url()));
  EXPECT_EQ(failed.code, FailureCode::http_unavailable);
  EXPECT_EQ(failed.after, kDay);
}

TEST_F(HttpLimits, ARedirectSaysWhereToInHarmlessWords) {
  TlsServer server{always(http_answer("", "302 Found", "Location: https://portal.test/a\x01z\r\n"))};
  const ExchangeFailed failed = failure_of(post_to(server.url()));
  EXPECT_EQ(failed.code, FailureCode::http_redirect);
  EXPECT_NE(failed.text.find("to https://portal.test/"), std::string::npos) << failed.text;
  EXPECT_EQ(failed.text.find('\x01'), std::string::npos);
}

}  // namespace
}  // namespace lic::testing
