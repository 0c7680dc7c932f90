// A server that misbehaves: each way has its cause (R-REG-3).
#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"

namespace lic::testing {
namespace {

using HttpFaults = ChannelTest;

TlsServer::Respond always(const ServerAction& action) {
  return [action](const std::string&) { return action; };
}

ServerAction raw(const std::string& bytes) {
  ServerAction action;
  action.raw = bytes;
  return action;
}
ServerAction silence() {
  ServerAction action;
  action.stay_silent = true;
  return action;
}

TEST_F(HttpFaults, ConnectionRefusedIsTcp) {
  DeafListener gone;
  gone.close();
  const ExchangeFailed failed = failure_at(gone.url());
  EXPECT_EQ(failed.cause(), FailureCause::tcp);
  EXPECT_NE(failed.text.find("Connection refused"), std::string::npos) << failed.text;
}

TEST_F(HttpFaults, AnUnknownNameIsDns) {
  const ExchangeFailed failed = failure_at("https://ssm.invalid/SmartTransport");
  EXPECT_EQ(failed.cause(), FailureCause::dns);
  EXPECT_NE(failed.text.find("ssm.invalid"), std::string::npos) << failed.text;
}

TEST_F(HttpFaults, AnAddressOutsideIsRefusedInTheLab) {
  const ExchangeFailed failed = failure_at("https://192.0.2.1/SmartTransport");
  EXPECT_EQ(failed.cause(), FailureCause::tcp);
  EXPECT_NE(failed.text.find("192.0.2.1, and lab mode"), std::string::npos) << failed.text;
}

TEST_F(HttpFaults, AnErrorStatusIsHttp) {
  TlsServer server{always(http_answer("sorry", "500 Internal Server Error"))};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::http);
  EXPECT_NE(failed.text.find("500"), std::string::npos) << failed.text;
  EXPECT_EQ(failed.after, std::nullopt);
}

TEST_F(HttpFaults, RetryAfterIsObeyed) {  // R-AUTH-8
  TlsServer server{always(http_answer("", "429 Too Many Requests", "Retry-After: 120\r\n"))};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::http);
  EXPECT_EQ(failed.after, 2 * kMinute);
}

TEST_F(HttpFaults, RetryAfterIsCapped) {
  TlsServer server{always(http_answer("", "503 Service Unavailable", "Retry-After: 99999999999\r\n"))};
  EXPECT_EQ(failure_at(server.url()).after, kDay);
}

TEST_F(HttpFaults, ARedirectIsNotFollowed) {  // wire P8
  TlsServer target{always(http_answer("{}"))};
  TlsServer server{always(http_answer("", "302 Found", "Location: " + target.url() + "\r\n"))};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::http);
  EXPECT_EQ(target.connections(), 0);
}

TEST_F(HttpFaults, ABodyThatIsNoAnswerIsProtocol) {
  for (const char* const body : {"<html>portal</html>", "", "{}"}) {
    TlsServer server{always(http_answer(body))};
    EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::protocol) << body;
  }
}

TEST_F(HttpFaults, BytesThatAreNoHttpAreHttp) {
  TlsServer server{always(raw("garbage\r\n\r\n"))};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::http);
}

TEST_F(HttpFaults, ClosingWithoutAWordIsNoAnswer) {
  TlsServer server{always({})};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::no_answer);
}

TEST_F(HttpFaults, ATruncatedAnswerIsNoAnswer) {
  TlsServer server{always(raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"signature\":"))};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::no_answer);
}

TEST_F(HttpFaults, MoreThanAMebibyteIsRefusedWithAndWithoutALength) {
  const std::string body(1024 * 1024 + 1, ' ');
  TlsServer with_length{always(http_answer(body))};
  const ExchangeFailed failed = failure_at(with_length.url());
  EXPECT_EQ(failed.cause(), FailureCause::http);
  EXPECT_NE(failed.text.find("larger than 1 MiB"), std::string::npos) << failed.text;
  TlsServer without_length{always(raw("HTTP/1.1 200 OK\r\n\r\n" + body))};
  EXPECT_NE(failure_at(without_length.url()).text.find("larger than 1 MiB"), std::string::npos);
}

TEST_F(HttpFaults, SilenceAfterTheRequestIsNoAnswer) {
  TlsServer server{always(silence())};
  open(server.url());
  transport_.total_timeout = Millis{300};
  const ExchangeFailed failed = failure_of_exchange();
  EXPECT_EQ(failed.cause(), FailureCause::no_answer);
  EXPECT_NE(failed.text.find("within 0.3 seconds"), std::string::npos) << failed.text;
}

TEST_F(HttpFaults, SilenceInsteadOfAHandshakeIsTls) {
  DeafListener deaf;
  open(deaf.url());
  transport_.connect_timeout = Millis{300};
  EXPECT_EQ(failure_of_exchange().cause(), FailureCause::tls);
}

TEST_F(HttpFaults, TheChannelWorksAgainAfterAFailure) {
  int count = 0;
  TlsServer server{[&count](const std::string& body) {
    return ++count == 1 ? ServerAction{} : http_answer(authorization_answer(body));
  }};
  open(server.url());
  EXPECT_EQ(failure_of_exchange().cause(), FailureCause::no_answer);
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

}  // namespace
}  // namespace lic::testing
