// Whom the TLS server claims to be, and since when (R-REG-3, R-TIME-5).
#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"

namespace lic::testing {
namespace {

using HttpTls = ChannelTest;

ServerAction grant(const std::string& body) { return http_answer(authorization_answer(body)); }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(HttpTls, AnUnknownAuthorityIsNamedAndSoIsItsPlace) {
  trust_.write("authority.pem", other_authority());
  TlsServer server{grant};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::tls);
  EXPECT_TRUE(contains(failed.text, "CN=tls server, issued by O=smart-agent tests,CN=Other Root")) << failed.text;
  EXPECT_TRUE(contains(failed.remedy, trust_.path())) << failed.remedy;
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpTls, DroppingInTheAuthorityHealsWithoutARestart) {
  trust_.remove("authority.pem");
  trust_.write("other.pem", other_authority());
  TlsServer server{grant};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::tls);
  trust_.write("authority.pem", authority());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  trust_.remove("authority.pem");
  EXPECT_EQ(failure_of_exchange().cause(), FailureCause::tls);  // and its open connection is not used any more
}

TEST_F(HttpTls, DroppingInTheMessageRootHealsWithoutARestart) {
  roots_.remove("root.pem");
  TlsServer server{grant};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::signature);
  EXPECT_TRUE(contains(failed.remedy, roots_.path())) << failed.remedy;
  roots_.write("root.pem", golden::certificate("root"));
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

TEST_F(HttpTls, WithoutAnyAuthorityThereIsNoExchange) {
  trust_.remove("authority.pem");
  TlsServer server{grant};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::tls);
  EXPECT_TRUE(contains(failed.text, "no TLS authority is trusted")) << failed.text;
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpTls, AWrongHostNameNamesTheNamesOnOffer) {
  TlsServer server{grant, ServerCertificate{{"ssm.example.com", "ssm2.example.com"}, {"192.0.2.7"}}};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::tls);
  EXPECT_TRUE(contains(failed.text, "is for another host: ssm.example.com, ssm2.example.com, 192.0.2.7"))
      << failed.text;
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpTls, AnAddressInTheUrlMustBeInTheCertificate) {
  TlsServer good{grant};
  open(good.url("127.0.0.1"));
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  TlsServer bad{grant, ServerCertificate{{"localhost"}, {}}};
  EXPECT_EQ(failure_at(bad.url("127.0.0.1")).cause(), FailureCause::tls);
}

TEST_F(HttpTls, NotYetValidByADayOrLessIsTheClock) {  // R-TIME-5
  TlsServer server{grant, ServerCertificate{{"localhost"}, {}, kHour, 365 * kDay}};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::clock);
  EXPECT_TRUE(contains(failed.text, "is not valid before 20")) << failed.text;
}

TEST_F(HttpTls, NotYetValidByMoreIsTls) {
  TlsServer server{grant, ServerCertificate{{"localhost"}, {}, 10 * kDay, 365 * kDay}};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::tls);
}

TEST_F(HttpTls, AnExpiredCertificateIsTls) {
  TlsServer server{grant, ServerCertificate{{"localhost"}, {}, -20 * kDay, -kDay}};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::tls);
  EXPECT_TRUE(contains(failed.text, "expired")) << failed.text;
}

TEST_F(HttpTls, TheSystemStoreCanBeTrustedToo) {
  TlsServer server{grant};
  ChannelSettings both = settings();
  both.tls.system_store = true;
  open(both, server.url());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

}  // namespace
}  // namespace lic::testing
