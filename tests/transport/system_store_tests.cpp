// The system's authorities are trusted as if all had been loaded; only some are.
#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/exchange_fixture.hpp"
#include "tests/transport/golden_facts.hpp"

namespace lic::testing {
namespace {

class SystemStore : public ExchangeTest {
protected:
  [[nodiscard]] HttpPost post_with_store(const TlsServer& server, const std::string& store) {
    directory_.write("bundle.crt", store);
    HttpPost post = post_to(server.url());
    post.anchors.pem.clear();
    post.anchors.system_store = directory_.path() + "/bundle.crt";
    return post;
  }
  TestDirectory directory_;
};

ServerAction answer(const std::string&) { return http_answer("{}"); }

TEST_F(SystemStore, VouchesForWhatItsAuthoritiesIssued) {
  TlsServer server{answer};
  const HttpOutcome outcome = outcome_of(post_with_store(server, other_authority() + "# a comment\n" + authority()));
  EXPECT_TRUE(is_answered(outcome));
  ASSERT_EQ(outcome.report.tls.chain.size(), 2U);
  EXPECT_EQ(outcome.report.tls.chain.back().subject, "O=smart-agent tests,CN=Other Root");
}

TEST_F(SystemStore, VouchesForNothingElse) {
  TlsServer server{answer};
  EXPECT_EQ(failure_of(post_with_store(server, other_authority())).code, FailureCode::tls_unknown_issuer);
  EXPECT_EQ(failure_of(post_with_store(server, "")).code, FailureCode::tls_unknown_issuer);
}

TEST_F(SystemStore, IsReadAnewForEachHandshake) {
  TlsServer server{answer};
  EXPECT_TRUE(is_answered(outcome_of(post_with_store(server, authority()))));
  EXPECT_FALSE(is_answered(outcome_of(post_with_store(server, other_authority()))));
}

TEST_F(SystemStore, ThatIsGoneVouchesForNothing) {
  TlsServer server{answer};
  HttpPost post = post_with_store(server, authority());
  directory_.remove("bundle.crt");
  EXPECT_EQ(failure_of(std::move(post)).code, FailureCode::tls_unknown_issuer);
}

TEST_F(SystemStore, UnreadableEntriesDoNotSpoilTheRest) {
  TlsServer server{answer};
  const std::string rubbish =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"
      "-----BEGIN CERTIFICATE-----\nMIIB////\n-----END CERTIFICATE-----\n";
  EXPECT_TRUE(
      is_answered(outcome_of(post_with_store(server, rubbish + authority() + "-----BEGIN CERTIFICATE-----\n"))));
}

TEST_F(SystemStore, ACertificateOfTheServerItselfMayBeInIt) {
  ServerCertificate self_signed;
  self_signed.issued_by = IssuedBy::itself;
  TlsServer server{answer, self_signed};
  EXPECT_TRUE(is_answered(outcome_of(post_with_store(server, server.certificate()))));
}

TEST_F(SystemStore, AnAuthorityBelowAnotherIsFoundInItWhereTheServerDoesNotSendIt) {
  ServerCertificate by_sub;
  by_sub.issued_by = IssuedBy::unsent_authority;
  TlsServer server{answer, by_sub};
  const HttpOutcome outcome = outcome_of(post_with_store(server, authority() + sub_authority()));
  EXPECT_TRUE(is_answered(outcome));
  ASSERT_EQ(outcome.report.tls.chain.size(), 2U);
  EXPECT_EQ(outcome.report.tls.chain.back().subject, "CN=sub authority");
}

TEST_F(SystemStore, DoesNotVouchForAProxyThatHasItsOwnAuthority) {
  TlsServer proxy{answer};
  HttpPost post = post_with_store(proxy, authority());
  post.target.url = "https://ssm.test/";
  post.target.proxy = ProxyTarget{};
  post.target.proxy->host = "127.0.0.1";
  post.target.proxy->port = static_cast<std::uint16_t>(proxy.port());
  post.target.proxy->scheme = ProxyScheme::https;
  post.target.proxy->trust_anchors = other_authority();
  EXPECT_EQ(failure_of(std::move(post)).code, FailureCode::proxy_tls);
}

}  // namespace
}  // namespace lic::testing
