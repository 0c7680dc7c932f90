// `transport ...`: what is asked of the daemon, what is told.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

// GET answers with more than PUT takes.
std::string view(const std::string& mode, const std::string& route, const std::string& url, const std::string& proxy) {
  return R"({"mode":")" + mode + R"(","route":")" + route + R"(","url":)" + url +
         R"(,"connect_timeout_seconds":10,"total_timeout_seconds":60,"ip_version":"any","no_proxy":["a"],"proxy":)" +
         proxy + R"(,"effective_url":"https://x","set_by":"file","note":null,"last_change":null})";
}

std::string put(const std::string& mode, const std::string& route, const std::string& url, const std::string& proxy,
                const std::string& no_proxy = R"(["a"])") {
  return R"(PUT /v1/transport?wait=1 {"mode":")" + mode + R"(","route":")" + route + R"(","url":)" + url +
         R"(,"connect_timeout_seconds":10,"total_timeout_seconds":60,"ip_version":"any","no_proxy":)" + no_proxy +
         R"(,"proxy":)" + proxy + "}";
}

class Transport : public testing::Test {
protected:
  Transport() {
    now_is(view("smart", "gateway", R"("https://ssm/SmartTransport")", "null"));
    daemon.will_answer("PUT /v1/transport?wait=1", 200, R"({"text":"It holds."})");
  }
  void now_is(const std::string& body) { daemon.will_answer("GET /v1/transport", 200, body); }
  std::string asked_by(std::vector<std::string> arguments) {
    EXPECT_EQ(run_with(daemon, console, std::move(arguments)), 0) << console.err;
    return daemon.asked.back();
  }
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(Transport, DirectForgetsUrlAndProxyAndKeepsTheRest) {
  now_is(view("smart", "proxy", R"("https://ssm")", R"({"host":"p","port":1})"));
  EXPECT_EQ(asked_by({"transport", "direct"}), put("smart", "direct", "null", "null"));
  EXPECT_EQ(console.out, "It holds.\n");
}

TEST_F(Transport, GatewayTakesAUrl) {
  EXPECT_EQ(asked_by({"license", "smart", "transport", "gateway", "https://gw/x"}),
            put("smart", "gateway", R"("https://gw/x")", "null"));
}

TEST_F(Transport, OnPremKnowsThePathOfTheMode) {
  EXPECT_EQ(asked_by({"transport", "on-prem", "ssm.example.com:8443"}),
            put("smart", "gateway", R"("https://ssm.example.com:8443/SmartTransport")", "null"));
  EXPECT_EQ(asked_by({"transport", "on-prem", "2001:db8::7"}),
            put("smart", "gateway", R"("https://[2001:db8::7]/SmartTransport")", "null"));
  EXPECT_EQ(asked_by({"license", "smart", "transport", "ssm-satellite", "https://ssm/own"}),
            put("smart", "gateway", R"("https://ssm/own")", "null"));
  now_is(view("call-home", "direct", "null", "null"));
  EXPECT_EQ(asked_by({"transport", "on-prem", "ssm"}),
            put("call-home", "gateway", R"("https://ssm/Transportgateway/services/DeviceRequestHandler")", "null"));
}

TEST_F(Transport, ProxyGoesToTheVendorUnlessToldOtherwise) {
  const std::string plain =
      R"({"host":"p","port":3128,"scheme":"http","user":null,"password_file":null,"ca_file":null})";
  EXPECT_EQ(asked_by({"transport", "proxy", "p", "3128"}), put("smart", "proxy", "null", plain));
  EXPECT_EQ(asked_by({"transport", "proxy", "p", "3128", "--url", "https://ssm/x"}),
            put("smart", "proxy", R"("https://ssm/x")", plain));
  now_is(view("smart", "proxy", R"("https://ssm/y")", R"({"host":"old","port":1})"));
  EXPECT_EQ(asked_by({"transport", "proxy", "p", "3128"}), put("smart", "proxy", R"("https://ssm/y")", plain));
}

TEST_F(Transport, ProxyTakesCredentialsFromFiles) {
  const std::string here = std::filesystem::current_path().string();
  EXPECT_EQ(asked_by({"transport", "proxy", "p", "8443", "--scheme", "https", "--user", "agent", "--password-file",
                      "secrets/../pw", "--ca-file", "/etc/ca.pem"}),
            put("smart", "proxy", "null",
                R"({"host":"p","port":8443,"scheme":"https","user":"agent","password_file":")" + here +
                    R"(/pw","ca_file":"/etc/ca.pem"})"));
  EXPECT_NE(asked_by({"transport", "proxy", "p", "1", "--user", "a", "--password-file", "credential:pw"})
                .find("\"credential:pw\""),
            std::string::npos);
}

TEST_F(Transport, NoProxyReplacesTheList) {
  const std::string same = R"("https://ssm/SmartTransport")";
  EXPECT_EQ(asked_by({"transport", "no-proxy", "ssm", "192.0.2.0/24"}),
            put("smart", "gateway", same, "null", R"(["ssm","192.0.2.0/24"])"));
  EXPECT_EQ(asked_by({"transport", "no-proxy"}), put("smart", "gateway", same, "null", "[]"));
}

TEST_F(Transport, CallHomeGoesToItsPathAndIsCalledDeprecated) {  // S3
  EXPECT_EQ(asked_by({"transport", "mode", "call-home"}),
            put("call-home", "gateway", R"("https://ssm/Transportgateway/services/DeviceRequestHandler")", "null"));
  EXPECT_NE(console.out.find("Smart Call Home is deprecated"), std::string::npos);
  now_is(view("call-home", "gateway", R"("https://ssm/Transportgateway/services/DeviceRequestHandler")", "null"));
  EXPECT_EQ(asked_by({"transport", "mode", "smart"}),
            put("smart", "gateway", R"("https://ssm/SmartTransport")", "null"));
  now_is(view("call-home", "gateway", R"("https://ssm/own")", "null"));
  EXPECT_EQ(asked_by({"transport", "mode", "smart"}), put("smart", "gateway", R"("https://ssm/own")", "null"));
}

TEST_F(Transport, TellsWhyNothingWasChanged) {  // R-REG-10
  daemon.will_answer("PUT /v1/transport?wait=1", 502,
                     R"({"code":"unavailable","detail":"nothing was changed: refused","remedy":"start it",)"
                     R"("next_attempt":null,"failure":"tcp_refused","cause":"tcp"})");
  EXPECT_EQ(run_with(daemon, console, {"transport", "direct"}), 6);
  EXPECT_EQ(console.err, "error: unavailable: nothing was changed: refused; start it\n");
}

TEST_F(Transport, ResetAndNoWait) {
  daemon.will_answer("POST /v1/transport/reset?wait=1", 200, R"({"text":"Back."})");
  EXPECT_EQ(asked_by({"transport", "reset"}), "POST /v1/transport/reset?wait=1 {}");
  daemon.will_answer("PUT /v1/transport", 202, R"({"text":"Being tried."})");
  console.out.clear();
  asked_by({"transport", "direct", "--no-wait"});
  EXPECT_EQ(console.out, "Being tried.\nSee 'smart-agentctl transport show' for the outcome.\n");
}

TEST_F(Transport, ShowTellsEverythingButThePassword) {
  now_is(R"({"mode":"call-home","route":"proxy","url":null,"connect_timeout_seconds":10,"total_timeout_seconds":0.5,)"
         R"("ip_version":"4","no_proxy":["a","b"],"proxy":{"host":"p","port":3128,"scheme":"https","user":"agent",)"
         R"("password_file":"/etc/pw","ca_file":"/etc/ca.pem"},"effective_url":"https://vendor/x","set_by":"command",)"
         R"("note":"Deprecated.","last_change":{"at":"2026-03-02T10:30:00Z","outcome":"refused","code":"tcp_refused",)"
         R"("cause":"tcp","text":"nothing was changed","remedy":"start it"}})");
  EXPECT_EQ(run_with(daemon, console, {"transport", "show"}), 0);
  EXPECT_EQ(console.out,
            "Mode: call-home\nRoute: proxy\nURL: https://vendor/x\nProxy: p port 3128 (https), user agent\n"
            "Set By: command, wins over the file\nNote: Deprecated.\nProxy Password File: /etc/pw\n"
            "Proxy CA File: /etc/ca.pem\nWithout Proxy: a, b\nConnect Time-out: 10 s\nTotal Time-out: 0.5 s\n"
            "IP Version: 4\nLast Change: REFUSED on Mar 02 10:30:00 2026 UTC\n  nothing was changed\n"
            "  Code: tcp_refused\n  Remedy: start it\n");
}

}  // namespace
}  // namespace lic::cli
