// Where requests go, and through what (R-REG-10).
#include <gtest/gtest.h>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "transport/http_target.hpp"
#include "transport/no_proxy.hpp"

namespace lic::testing {
namespace {

TransportSettings settings(TransportRoute route, const std::string& url = {}) {
  TransportSettings settings;
  settings.route = route;
  settings.url = url;
  return settings;
}

TransportSettings through_proxy() {
  TransportSettings wanted = settings(TransportRoute::proxy, "https://ssm.example.com:8443/SmartTransport");
  wanted.proxy = ProxySettings{};
  wanted.proxy->host = "proxy.example.com";
  wanted.proxy->port = 443;
  return wanted;
}

TEST(HttpTarget, DirectGoesToTheVendorsUrlOfTheMode) {
  TransportSettings direct = settings(TransportRoute::direct, "https://left.over.example.com/");
  EXPECT_EQ(plan_route(direct)->url, "https://smartreceiver.cisco.com/licservice/license");
  direct.mode = TransportMode::call_home;
  EXPECT_EQ(plan_route(direct)->url, "https://tools.cisco.com/its/service/oddce/services/DDCEService");
}

TEST(HttpTarget, GatewayGoesToItsUrl) {
  const auto target = plan_route(settings(TransportRoute::gateway, "https://ssm.example.com:8443/SmartTransport"));
  EXPECT_EQ(target->url, "https://ssm.example.com:8443/SmartTransport");
  EXPECT_FALSE(target->proxy.has_value());
}

TEST(HttpTarget, TheProxyTakesTheVendorsUrlIfThereIsNone) {
  TransportSettings wanted = through_proxy();
  wanted.url.clear();
  EXPECT_EQ(plan_route(wanted)->url, "https://smartreceiver.cisco.com/licservice/license");
}

TEST(HttpTarget, OnlyTheRouteProxyUsesTheProxy) {
  TransportSettings wanted = through_proxy();
  EXPECT_EQ(plan_route(wanted)->proxy->host, "proxy.example.com");
  EXPECT_EQ(plan_route(wanted)->proxy->port, 443);
  wanted.route = TransportRoute::gateway;
  EXPECT_FALSE(plan_route(wanted)->proxy.has_value());
}

TEST(HttpTarget, NoProxyNamesWhatIsReachedDirectly) {
  TransportSettings wanted = through_proxy();
  wanted.no_proxy = {"example.com"};
  EXPECT_FALSE(plan_route(wanted)->proxy.has_value());
}

TEST(HttpTarget, RefusesWhatIsNoHttpsUrl) {
  for (const char* const url : {"", "http://ssm.example.com/", "ssm.example.com", "https://", "https://ssm:0/",
                                "https://user:secret@ssm.example.com/", "ftp://ssm.example.com/", "https://a b/",
                                "https://ssm.example.com:99999/", "https://ssm.example.com/\n"}) {
    const auto refused = plan_route(settings(TransportRoute::gateway, url));
    ASSERT_TRUE(refused.has_error()) << url;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument) << url;
    EXPECT_EQ(refused.error().failure, FailureCode::http_url) << url;
    EXPECT_FALSE(refused.error().remedy.empty()) << url;
  }
}

TEST(HttpTarget, APasswordInTheWrongPlaceIsNeverShown) {
  for (const char* const url : {"http://user:sesame@ssm.example.com/", "https://user:sesame@ssm example.com/",
                                "https://user:se@same@ssm.example.com:99999/", "user:sesame@ssm.example.com",
                                "https://user:sesame@ssm.example.com:0/"}) {
    const auto refused = plan_route(settings(TransportRoute::gateway, url));
    ASSERT_TRUE(refused.has_error()) << url;
    EXPECT_EQ(refused.error().what.find("same"), std::string::npos) << refused.error().what;
  }
  TransportSettings wanted = through_proxy();
  wanted.proxy->host = "http://user:sesame@proxy.example.com:3128";
  ASSERT_TRUE(check(wanted).has_error());
  EXPECT_EQ(check(wanted).error().what.find("sesame"), std::string::npos) << check(wanted).error().what;
}

TEST(HttpTarget, TheProxysHostTakesNoPort) {
  TransportSettings wanted = through_proxy();
  for (const char* const host : {"proxy.example.com:3128", "192.0.2.7:3128", "2001:db8::7:99999", "50%25"}) {
    wanted.proxy->host = host;
    ASSERT_TRUE(check(wanted).has_error()) << host;
    EXPECT_NE(check(wanted).error().remedy.find("port"), std::string::npos);
  }
  for (const char* const host : {"2001:db8::7", "fe80::1%lo", "192.0.2.7", "proxy", "PROXY.example.com."}) {
    wanted.proxy->host = host;
    EXPECT_TRUE(check(wanted).has_value()) << host;
  }
}

TEST(HttpTarget, RefusesAProxyThatCannotBeOne) {
  TransportSettings without = through_proxy();
  without.proxy.reset();
  EXPECT_TRUE(check(without).has_error());
  for (const char* const host : {"", "http://proxy.example.com", "proxy/", "a b", "user@proxy", "[::1]"}) {
    TransportSettings wrong = through_proxy();
    wrong.proxy->host = host;
    EXPECT_TRUE(check(wrong).has_error()) << host;
  }
  TransportSettings no_port = through_proxy();
  no_port.proxy->port = 0;
  EXPECT_TRUE(check(no_port).has_error());
  TransportSettings nobody = through_proxy();
  nobody.proxy->password_file = "/etc/smart-agent/proxy-password";
  EXPECT_TRUE(check(nobody).has_error());
}

TEST(HttpTarget, ReadsThePasswordOfTheProxyEachTime) {
  TestDirectory directory;
  TransportSettings wanted = through_proxy();
  wanted.proxy->user = "agent";
  wanted.proxy->password_file = directory.path() + "/password";
  const auto missing = plan_route(wanted);
  EXPECT_EQ(missing.error().failure, FailureCode::proxy_credentials);
  EXPECT_NE(missing.error().remedy.find(wanted.proxy->password_file), std::string::npos);
  directory.write("password", "sesame\n");
  EXPECT_EQ(plan_route(wanted)->proxy->password.reveal(), "sesame");
  directory.write("password", "open, then\r\n");
  EXPECT_EQ(plan_route(wanted)->proxy->password.reveal(), "open, then");
  directory.write("password", "\n");
  EXPECT_EQ(plan_route(wanted).error().failure, FailureCode::proxy_credentials);
}

TEST(HttpTarget, ReadsTheAnchorsOfASecureProxyOnly) {
  TestDirectory directory;
  TransportSettings wanted = through_proxy();
  wanted.proxy->ca_file = directory.path() + "/ca.pem";
  EXPECT_TRUE(plan_route(wanted).has_value());
  wanted.proxy->scheme = ProxyScheme::https;
  EXPECT_EQ(plan_route(wanted).error().failure, FailureCode::proxy_credentials);
  directory.write("ca.pem", std::string{golden::key("agent_old").reveal()});
  EXPECT_EQ(plan_route(wanted).error().failure, FailureCode::proxy_credentials);
  directory.write("ca.pem", authority());
  EXPECT_EQ(plan_route(wanted)->proxy->trust_anchors, authority());
}

TEST(NoProxy, NamesStandForEverythingBelowThem) {
  for (const char* const entry : {"example.com", ".example.com", "*.example.com", "EXAMPLE.com."})
    for (const char* const host : {"ssm.example.com", "a.b.example.com", "SSM.Example.Com"})
      EXPECT_TRUE(goes_without_proxy(host, {entry})) << entry << " " << host;
  EXPECT_TRUE(goes_without_proxy("example.com", {"other.com", "example.com"}));
  EXPECT_FALSE(goes_without_proxy("badexample.com", {"example.com"}));
  EXPECT_FALSE(goes_without_proxy("example.com", {"ssm.example.com"}));
  EXPECT_FALSE(goes_without_proxy("example.com.org", {"example.com"}));
  EXPECT_FALSE(goes_without_proxy("example.com", {}));
}

TEST(NoProxy, AStarStandsForEverything) {
  EXPECT_TRUE(goes_without_proxy("ssm.example.com", {"*"}));
  EXPECT_TRUE(goes_without_proxy("2001:db8::7", {"*"}));
}

TEST(NoProxy, AddressesAndNetworksMatchAddresses) {
  EXPECT_TRUE(goes_without_proxy("192.0.2.7", {"192.0.2.7"}));
  EXPECT_TRUE(goes_without_proxy("192.0.2.7", {"192.0.2.0/24"}));
  EXPECT_TRUE(goes_without_proxy("192.0.2.127", {"192.0.2.0/25"}));
  EXPECT_FALSE(goes_without_proxy("192.0.2.128", {"192.0.2.0/25"}));
  EXPECT_TRUE(goes_without_proxy("203.0.113.1", {"0.0.0.0/0"}));
  EXPECT_FALSE(goes_without_proxy("2001:db8::7", {"0.0.0.0/0"}));
  EXPECT_TRUE(goes_without_proxy("2001:db8::7", {"2001:DB8::/32"}));
  EXPECT_FALSE(goes_without_proxy("2001:db9::7", {"2001:db8::/32"}));
  EXPECT_TRUE(goes_without_proxy("::1", {"[::1]"}));
  EXPECT_TRUE(goes_without_proxy("fe80::1%eth0", {"fe80::/10"}));
  EXPECT_TRUE(goes_without_proxy("::ffff:192.0.2.7", {"192.0.2.0/24"}));
  EXPECT_FALSE(goes_without_proxy("ssm.example.com", {"0.0.0.0/0", "::/0"}));
}

TEST(NoProxy, RefusesEntriesThatMeanNothing) {
  for (const char* const entry : {"", ".", "192.0.2.0/33", "192.0.2.0/", "2001:db8::/129", "ssm.example.com:443",
                                  "https://ssm.example.com", "a b", "192.0.2.0/x"})
    EXPECT_FALSE(is_no_proxy_entry(entry)) << entry;
  for (const char* const entry : {"*", "a", "example.com", ".example.com", "*.example.com", "192.0.2.0/24", "::1"})
    EXPECT_TRUE(is_no_proxy_entry(entry)) << entry;
}

}  // namespace
}  // namespace lic::testing
