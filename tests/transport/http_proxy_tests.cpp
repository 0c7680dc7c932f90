// Through a proxy (wire P8): what it is asked, with which credentials, and what its refusals are called (R-REG-3).
#include "tests/transport/exchange_fixture.hpp"
#include "tests/transport/proxy_server.hpp"
#include "transport/crypto/base64.hpp"

namespace lic::testing {
namespace {

using HttpProxy = ExchangeTest;

ServerAction answer(const std::string& /*body*/) { return http_answer("{}"); }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(HttpProxy, IsAskedByNameAndNothingElseIsResolved) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel())};
  const HttpOutcome outcome = outcome_of(through(proxy, post_to(server.url("ssm.test"))));
  EXPECT_TRUE(is_answered(outcome));
  EXPECT_EQ(lookup_->asked(), std::vector<std::string>{"proxy.test"});
  ASSERT_EQ(proxy.heads().size(), 1U);
  const std::string head = proxy.heads().front();
  EXPECT_EQ(head.find("CONNECT ssm.test:" + std::to_string(server.port()) + " HTTP/1.1\r\n"), 0U) << head;
  EXPECT_FALSE(contains(head, "Proxy-Authorization")) << head;
  EXPECT_FALSE(contains(server.requests().front(), "Proxy-")) << server.requests().front();
}

TEST_F(HttpProxy, EachStageIsTimed) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel())};
  const TransferReport report = outcome_of(through(proxy, post_to(server.url("ssm.test")))).report;
  EXPECT_TRUE(report.resolved && report.connected && report.proxied && report.secured && report.answered);
  EXPECT_EQ(report.address, "127.0.0.1");
}

TEST_F(HttpProxy, BasicIsSentWhenAskedFor) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{[](const std::string& head) {
    const bool knows = contains(head, "Proxy-Authorization: Basic " + to_base64("agent:s:e same") + "\r\n");
    return knows ? open_tunnel() : want("Basic realm=\"x\"", true);
  }};
  EXPECT_TRUE(is_answered(outcome_of(through(proxy, post_to(server.url("ssm.test")), {"agent", "s:e same"}))));
  EXPECT_EQ(proxy.heads().size(), 2U);
  EXPECT_FALSE(contains(proxy.heads().front(), "Proxy-Authorization"));
}

TEST_F(HttpProxy, DigestWorksAlsoWhereTheProxyClosesAfterAsking) {
  TlsServer server{answer, for_ssm_test()};
  for (const bool keep_open : {true, false}) {
    ProxyServer proxy{[keep_open](const std::string& head) {
      const bool knows = contains(head, "Proxy-Authorization: Digest username=\"agent\"") && !contains(head, "sesame");
      return knows ? open_tunnel() : want("Digest realm=\"x\", qop=\"auth\", nonce=\"1234\", algorithm=MD5", keep_open);
    }};
    EXPECT_TRUE(is_answered(outcome_of(through(proxy, post_to(server.url("ssm.test")), {"agent", "sesame"}))));
    EXPECT_EQ(proxy.connections(), keep_open ? 1 : 2);
  }
}

TEST_F(HttpProxy, ThePasswordIsUsedAlsoWhereNegotiateIsOnOffer) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{[](const std::string& head) {
    return contains(head, "Proxy-Authorization: Basic ")
               ? open_tunnel()
               : want("Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"", true);
  }};
  EXPECT_TRUE(is_answered(outcome_of(through(proxy, post_to(server.url("ssm.test")), {"agent", "sesame"}))));
}

TEST_F(HttpProxy, AWrongPasswordIsToldWithoutBeingShown) {
  ProxyServer proxy{always(want("Basic realm=\"x\"", true))};
  const ExchangeFailed failed = failure_of(through(proxy, post_to("https://ssm.test/"), {"agent", "sesame"}));
  EXPECT_EQ(failed.code, FailureCode::proxy_auth);
  EXPECT_TRUE(contains(failed.text, "refuses the user 'agent'")) << failed.text;
  EXPECT_TRUE(contains(failed.text, "it takes Basic")) << failed.text;
  EXPECT_FALSE(contains(failed.text + failed.remedy, "sesame"));
}

TEST_F(HttpProxy, AMissingUserIsToldAsSuch) {
  ProxyServer proxy{always(want("Basic realm=\"x\"", false))};
  const ExchangeFailed failed = failure_of(through(proxy, post_to("https://ssm.test/")));
  EXPECT_EQ(failed.code, FailureCode::proxy_auth);
  EXPECT_TRUE(contains(failed.text, "wants a user and password")) << failed.text;
}

struct Refusal {
  std::string status;
  FailureCode code;
};
// Names the test; without it the bytes of the struct do.
void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.status; }
class ProxyRefusal : public ExchangeTest, public ::testing::WithParamInterface<Refusal> {};
TEST_P(ProxyRefusal, HasItsCode) {
  ProxyServer proxy{always(refuse_with(GetParam().status))};
  const ExchangeFailed failed = failure_of(through(proxy, post_to("https://ssm.test/")));
  EXPECT_EQ(failed.code, GetParam().code);
  EXPECT_TRUE(contains(failed.text, "the proxy proxy.test:" + std::to_string(proxy.port()))) << failed.text;
  EXPECT_TRUE(contains(failed.text, "ssm.test:443")) << failed.text;
}
INSTANTIATE_TEST_SUITE_P(HttpProxy, ProxyRefusal,
                         ::testing::Values(Refusal{"403 Forbidden", FailureCode::proxy_denied},
                                           Refusal{"502 Bad Gateway", FailureCode::proxy_gateway},
                                           Refusal{"503 Service Unavailable", FailureCode::proxy_gateway},
                                           Refusal{"504 Gateway Timeout", FailureCode::proxy_gateway},
                                           Refusal{"405 Method Not Allowed", FailureCode::proxy_status}));

TEST_F(HttpProxy, ThatBreaksOffIsCalledSo) {
  ProxyServer closing{always({"", false, false, false})};
  EXPECT_EQ(failure_of(through(closing, post_to("https://ssm.test/"))).code, FailureCode::proxy_broke);
  ProxyServer babbling{always({"220 mail ready\r\n\r\n", false, false, false})};
  EXPECT_EQ(failure_of(through(babbling, post_to("https://ssm.test/"))).code, FailureCode::proxy_broke);
}

TEST_F(HttpProxy, ThatIsSilentTimesOut) {
  ProxyServer proxy{always({"", false, false, true})};
  HttpPost post = through(proxy, post_to("https://ssm.test/"));
  post.target.connect_timeout = Millis{300};
  const ExchangeFailed failed = failure_of(std::move(post));
  EXPECT_EQ(failed.code, FailureCode::proxy_timeout);
  EXPECT_TRUE(contains(failed.text, "within 0.3 seconds")) << failed.text;
}

TEST_F(HttpProxy, ThatIsNotThereIsUnreachable) {
  HttpPost post = post_to("https://ssm.test/");
  DeafListener gone;
  gone.close();
  post.target.proxy = ProxyTarget{};
  post.target.proxy->host = "127.0.0.1";
  post.target.proxy->port = 1;
  EXPECT_EQ(failure_of(std::move(post)).code, FailureCode::proxy_unreachable);
}

TEST_F(HttpProxy, WithoutANameIsItsOwnFailure) {
  HttpPost post = post_to("https://ssm.test/");
  post.target.proxy = ProxyTarget{};
  post.target.proxy->host = "no.such.proxy";
  post.target.proxy->port = 3128;
  const ExchangeFailed failed = failure_of(std::move(post));
  EXPECT_EQ(failed.code, FailureCode::proxy_name);
  EXPECT_TRUE(contains(failed.text, "the proxy no.such.proxy:3128")) << failed.text;
}

TEST_F(HttpProxy, BehindItSsmIsJudgedAsWithoutIt) {
  TlsServer server{answer, for_proxy_test()};
  ProxyServer proxy{always(open_tunnel())};
  const ExchangeFailed failed = failure_of(through(proxy, post_to(server.url("ssm.test"))));
  EXPECT_EQ(failed.code, FailureCode::tls_host_name);
  EXPECT_TRUE(contains(failed.remedy, server.url("proxy.test"))) << failed.remedy;
}

TEST_F(HttpProxy, TheEnvironmentHasNoSay) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{always(open_tunnel())};
  const std::string there = "http://127.0.0.1:" + std::to_string(proxy.port());
  for (const char* const name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    setenv(name, there.c_str(), 1);
  setenv("no_proxy", "*", 1);
  EXPECT_TRUE(is_answered(outcome_of(post_to(server.url("ssm.test")))));
  EXPECT_EQ(proxy.connections(), 0);
  EXPECT_TRUE(is_answered(outcome_of(through(proxy, post_to(server.url("ssm.test"))))));
  EXPECT_EQ(proxy.connections(), 1);
  for (const char* const name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy"}) unsetenv(name);
}

class LingeringProxy : public ExchangeTest {
protected:
  LingeringProxy() : ExchangeTest(Millis{100}) {}
};

TEST_F(LingeringProxy, AnotherPasswordIsNotServedByATunnelOfBefore) {
  TlsServer server{answer, for_ssm_test()};
  ProxyServer proxy{[](const std::string& head) {
    return contains(head, "Basic " + to_base64("agent:right")) ? open_tunnel() : want("Basic realm=\"x\"", true);
  }};
  std::vector<HttpOutcome> outcomes;
  const std::string url = server.url("ssm.test");
  exchange_->post(through(proxy, post_to(url), {"agent", "right"}), [this, &outcomes, &proxy, url](HttpOutcome first) {
    outcomes.push_back(std::move(first));
    exchange_->post(through(proxy, post_to(url), {"agent", "wrong"}),
                    [&outcomes](HttpOutcome second) { outcomes.push_back(std::move(second)); });
  });
  run_loop();
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_TRUE(is_answered(outcomes[0]));
  EXPECT_FALSE(is_answered(outcomes[1]));
}

}  // namespace
}  // namespace lic::testing
