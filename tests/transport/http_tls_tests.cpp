// Whom the TLS server claims to be, and since when (R-REG-3, R-TIME-5).
#include <sys/socket.h>

#include <array>
#include <utility>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"

namespace lic::testing {
namespace {

using HttpTls = ChannelTest;

ServerAction grant(const std::string& body) { return http_answer(authorization_answer(body)); }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

ServerCertificate for_names(std::vector<std::string> names, std::vector<std::string> addresses) {
  ServerCertificate wanted;
  wanted.dns_names = std::move(names);
  wanted.addresses = std::move(addresses);
  return wanted;
}
ServerCertificate with_dates(Millis begins_in, Millis ends_in) {
  ServerCertificate wanted;
  wanted.begins_in = begins_in;
  wanted.ends_in = ends_in;
  return wanted;
}
ServerCertificate issued_by(IssuedBy issuer) {
  ServerCertificate wanted;
  wanted.issued_by = issuer;
  return wanted;
}

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
  TlsServer server{grant, for_names({"ssm.example.com", "ssm2.example.com"}, {"192.0.2.7"})};
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
  TlsServer bad{grant, for_names({"localhost"}, {})};
  EXPECT_EQ(failure_at(bad.url("127.0.0.1")).cause(), FailureCause::tls);
}

TEST_F(HttpTls, NotYetValidByADayOrLessIsTheClock) {  // R-TIME-5
  TlsServer server{grant, with_dates(kHour, 365 * kDay)};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::clock);
  EXPECT_TRUE(contains(failed.text, "is not valid before 20")) << failed.text;
}

TEST_F(HttpTls, NotYetValidByMoreIsTls) {
  TlsServer server{grant, with_dates(10 * kDay, 365 * kDay)};
  EXPECT_EQ(failure_at(server.url()).cause(), FailureCause::tls);
}

TEST_F(HttpTls, AnExpiredCertificateIsTls) {
  TlsServer server{grant, with_dates(-20 * kDay, -kDay)};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.cause(), FailureCause::tls);
  EXPECT_TRUE(contains(failed.text, "expired")) << failed.text;
}

TEST_F(HttpTls, ASelfSignedServerIsTrustedOnceItsCertificateIsDroppedIn) {
  TlsServer server{grant, issued_by(IssuedBy::itself)};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.code, FailureCode::tls_self_signed);
  EXPECT_TRUE(contains(failed.text, "verify code 18")) << failed.text;
  trust_.write("server.pem", server.certificate());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
}

TEST_F(HttpTls, AnExpiredAuthorityInTheChainIsNamed) {
  TlsServer server{grant, issued_by(IssuedBy::expired_sub)};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.code, FailureCode::tls_expired);
  EXPECT_TRUE(contains(failed.text, "the certificate of the authority CN=sub authority, in the chain of localhost:"))
      << failed.text;
  EXPECT_TRUE(contains(failed.text, "chain: CN=tls server <- CN=sub authority <- O=smart-agent tests,CN=Other Root"))
      << failed.text;
}

TEST_F(HttpTls, AChainThatIsNotSentWholeHasNoKnownIssuer) {
  TlsServer server{grant, issued_by(IssuedBy::unsent_authority)};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.code, FailureCode::tls_unknown_issuer);
  EXPECT_TRUE(contains(failed.text, "issued by CN=sub authority")) << failed.text;
}

TEST_F(HttpTls, AWeakKeyIsNamedAsSuch) {
  ServerCertificate weak;
  weak.weak_key_bits = 1024;
  TlsServer server{grant, weak};
  EXPECT_EQ(failure_at(server.url()).code, FailureCode::tls_weak);
}

TEST_F(HttpTls, ACertificateWithACommonNameOnlyIsForThatName) {
  ServerCertificate plain = for_names({}, {});
  plain.common_name = "localhost";
  TlsServer named{grant, plain};
  open(named.url());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  plain.common_name = "127.0.0.1";
  TlsServer addressed{grant, plain};
  open(addressed.url("127.0.0.1"));
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(exchange(golden::authorization()).answer));
  const ExchangeFailed failed = failure_at(addressed.url());
  EXPECT_EQ(failed.code, FailureCode::tls_host_name);
  EXPECT_TRUE(contains(failed.remedy, "use " + addressed.url("127.0.0.1"))) << failed.remedy;
}

TEST_F(HttpTls, HostileNamesInACertificateAreMadeHarmless) {
  ServerCertificate hostile = issued_by(IssuedBy::itself);
  hostile.common_name =
      "a\x1b[2J\r\nb\xE2\x80\xAE"
      "c" +
      std::string(50, 'x');
  TlsServer server{grant, hostile};
  const ExchangeFailed failed = failure_at(server.url());
  EXPECT_EQ(failed.text.find_first_of("\x1b\r\n\xE2"), std::string::npos) << failed.text;
}

TEST_F(HttpTls, AnOldProtocolIsAVersion) {
  TlsServer server{grant, {}, TlsManners{TLS1_1_VERSION, false}};
  EXPECT_EQ(failure_at(server.url()).code, FailureCode::tls_version);
}

TEST_F(HttpTls, AServerThatWantsACertificateEndsTheHandshake) {
  TlsServer server{grant, {}, TlsManners{0, true}};
  EXPECT_EQ(failure_at(server.url()).code, FailureCode::tls_handshake);
  TlsServer older{grant, {}, TlsManners{TLS1_2_VERSION, true}};
  EXPECT_EQ(failure_at(older.url()).code, FailureCode::tls_handshake);
}

TEST_F(HttpTls, WhatSpeaksNoTlsIsCalledSo) {
  for (const char* const words :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "220 mail ready\r\n"}) {
    SocketServer server{[words](int socket) {
      (void)send_all(socket, words);
      (void)read_head(socket);
    }};
    EXPECT_EQ(failure_at(server.url()).code, FailureCode::tls_not_tls) << words;
  }
}

TEST_F(HttpTls, ClosingInTheHandshakeIsCalledSo) {
  SocketServer server{[](int socket) {
    std::array<char, 10> some{};
    (void)::recv(socket, some.data(), some.size(), 0);  // the rest is unread: the kernel resets
  }};
  EXPECT_EQ(failure_at(server.url()).code, FailureCode::tls_broke);
  SocketServer polite{[](int socket) {
    std::array<char, 4096> all{};
    (void)::recv(socket, all.data(), all.size(), 0);
  }};
  EXPECT_EQ(failure_at(polite.url()).code, FailureCode::tls_broke);
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
