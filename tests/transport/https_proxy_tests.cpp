// Through a proxy that is itself spoken to over TLS: two handshakes, judged and told apart.
#include "tests/transport/exchange_fixture.hpp"
#include "tests/transport/proxy_server.hpp"

namespace lic::testing {
namespace {

using HttpsProxy = ExchangeTest;

ServerAction answer(const std::string& /*body*/) { return http_answer("{}"); }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(HttpsProxy, BothAreJudgedAndToldApart) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel()), for_proxy_test()};
  const HttpOutcome outcome = outcome_of(through_secure(proxy, post_to(server.url("ssm.test"))));
  EXPECT_TRUE(is_answered(outcome));
  const std::vector<SeenCertificate> seen = certificates_of(outcome.report);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].role, CertificateRole::tls_server);
  EXPECT_EQ(seen[0].subject, "CN=tls server");
  EXPECT_EQ(seen[1].role, CertificateRole::tls_authority);
  EXPECT_EQ(seen[2].role, CertificateRole::proxy_server);
  EXPECT_EQ(seen[2].subject, "CN=proxy");
}

TEST_F(HttpsProxy, ItsOwnAuthorityVouchesForItAndForNothingElse) {
  TlsServer server{answer, for_ssm_test()};
  ServerCertificate self_signed = for_proxy_test();
  self_signed.issued_by = IssuedBy::itself;
  ProxyServer proxy{always(open_tunnel()), self_signed};
  const ExchangeFailed unknown = failure_of(through_secure(proxy, post_to(server.url("ssm.test"))));
  EXPECT_EQ(unknown.code, FailureCode::proxy_tls);
  EXPECT_TRUE(contains(unknown.text, "CN=proxy")) << unknown.text;
  EXPECT_TRUE(contains(unknown.remedy, "/the/trust.d")) << unknown.remedy;
  HttpPost with_own = through_secure(proxy, post_to(server.url("ssm.test")));
  with_own.target.proxy->trust_anchors = other_authority();
  with_own.target.proxy->ca_file = "/the/proxy-ca.pem";
  const ExchangeFailed other = failure_of(std::move(with_own));
  EXPECT_EQ(other.code, FailureCode::proxy_tls);
  EXPECT_TRUE(contains(other.remedy, "/the/proxy-ca.pem")) << other.remedy;
}

TEST_F(HttpsProxy, ItsNameIsCheckedToo) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel()), for_ssm_test()};
  const ExchangeFailed failed = failure_of(through_secure(proxy, post_to(server.url("ssm.test"))));
  EXPECT_EQ(failed.code, FailureCode::proxy_tls);
  EXPECT_TRUE(contains(failed.text, "is for another host: ssm.test")) << failed.text;
  EXPECT_TRUE(proxy.heads().empty());
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpsProxy, AnIPv6AddressIsCheckedWhateverSsmIs) {
  TlsServer server{answer, for_ssm_test()};
  ServerCertificate names_it = for_proxy_test();
  names_it.addresses = {"::1"};
  ServerCertificate names_another = for_proxy_test();
  names_another.addresses = {"2001:db8::7"};
  ProxyServer good{always(open_tunnel()), names_it, "::1"};
  ProxyServer bad{always(open_tunnel()), names_another, "::1"};
  if (good.port() == 0) GTEST_SKIP() << "this machine's loopback has no IPv6";
  HttpPost to_good = through_secure(good, post_to(server.url("ssm.test")));
  to_good.target.proxy->host = "::1";
  EXPECT_TRUE(is_answered(outcome_of(std::move(to_good))));
  HttpPost to_bad = through_secure(bad, post_to(server.url("ssm.test")));
  to_bad.target.proxy->host = "::1";
  const ExchangeFailed failed = failure_of(std::move(to_bad));
  EXPECT_EQ(failed.code, FailureCode::proxy_tls);
  EXPECT_TRUE(contains(failed.text, "is for another host: proxy.test, 2001:db8::7")) << failed.text;
  EXPECT_TRUE(bad.heads().empty());
}

TEST_F(HttpsProxy, ThatSpeaksNoTlsIsToldAsThat) {
  ProxyServer proxy{always(open_tunnel())};
  SocketServer banner{[](int socket) {
    (void)send_all(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
    (void)read_head(socket);
  }};
  HttpPost post = through_secure(proxy, post_to("https://ssm.test/"));
  post.target.proxy->port = static_cast<std::uint16_t>(banner.port());
  const ExchangeFailed failed = failure_of(std::move(post));
  EXPECT_EQ(failed.code, FailureCode::proxy_tls);
  EXPECT_TRUE(contains(failed.remedy, "transport.proxy.scheme to http")) << failed.remedy;
}

class LingeringHttpsProxy : public ExchangeTest {
protected:
  LingeringHttpsProxy() : ExchangeTest(Millis{100}) {}
};

TEST_F(LingeringHttpsProxy, ATunnelServesTheNextPostToo) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel()), for_proxy_test()};
  std::vector<HttpOutcome> outcomes;
  const std::string url = server.url("ssm.test");
  exchange_->post(through_secure(proxy, post_to(url)), [this, &outcomes, &proxy, url](HttpOutcome first) {
    outcomes.push_back(std::move(first));
    exchange_->post(through_secure(proxy, post_to(url)),
                    [&outcomes](HttpOutcome second) { outcomes.push_back(std::move(second)); });
  });
  run_loop();
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_TRUE(is_answered(outcomes[0]) && is_answered(outcomes[1]));
  EXPECT_EQ(proxy.connections(), 1);
  EXPECT_EQ(certificates_of(outcomes[1].report).size(), 3U);
}

}  // namespace
}  // namespace lic::testing
