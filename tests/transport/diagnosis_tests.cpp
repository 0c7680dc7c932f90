// Trials of ways to SSM against a server in the test: each ends at the step that is broken, and changes nothing.
#include <boost/asio/io_context.hpp>

#include "tests/transport/channel_fixture.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "tests/transport/tls_pki.hpp"
#include "transport/codec/call_home.hpp"
#include "transport/diagnosis.hpp"

namespace lic::testing {
namespace {

// What every SSM says to the probe.
std::string refusal_of(const std::string& json) {
  const auto outer = nlohmann::json::parse(json);
  const auto inner = nlohmann::json::parse(outer.at("request").get<std::string>());
  golden::SignedReply reply = golden::reply_with("FAILED", "Signature verification failed");
  reply.header["nonce"] = inner.at("nonce");
  reply.header["request_type"] = "POLL_REQ";
  reply.header["product_instance_identifier"] = nullptr;
  return reply.body();
}
ServerAction refuse(const std::string& body) { return http_answer(refusal_of(body)); }

class Trial : public ChannelTest {
protected:
  Diagnosis run(const TransportSettings& settings, TransportTrial::Limits limits = {}) {
    TrustSources trust{TlsTrustSettings{false, trust_.path()}, roots_.path()};
    const ChannelSurroundings surroundings = surroundings_to("");
    TransportTrial trial{*loop_, trust, surroundings, true};
    std::vector<Diagnosis> answers;
    bool inside_run = true;
    trial.run(settings, limits, [&answers, &inside_run](Diagnosis diagnosis) {
      EXPECT_FALSE(inside_run);
      answers.push_back(std::move(diagnosis));
    });
    inside_run = false;
    run_loop();
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? Diagnosis{} : answers.front();
  }

  // "tls tls_unknown_issuer"; empty if all is well.
  std::string failure(const TransportSettings& settings, TransportTrial::Limits limits = {}) {
    const Diagnosis diagnosis = run(settings, limits);
    const DiagnosisStep* const failed = diagnosis.first_failure();
    if (failed == nullptr) return {};
    EXPECT_FALSE(failed->text.empty());
    EXPECT_FALSE(failed->remedy.empty());
    return std::string{failed->name} + " " + std::string{failure_row(*failed->code).name};
  }
};

TEST_F(Trial, ASignedRefusalOfOurNonceProvesTheWholeWay) {
  TlsServer server{refuse};
  const Diagnosis diagnosis = run(gateway(server.url()));
  EXPECT_EQ(diagnosis.first_failure(), nullptr);
  ASSERT_EQ(diagnosis.steps.size(), 10U);
  for (const DiagnosisStep& step : diagnosis.steps) EXPECT_TRUE(step.ok || step.name == "proxy") << step.name;
  EXPECT_NE(diagnosis.steps[0].text.find(server.url()), std::string::npos);
  EXPECT_NE(diagnosis.steps[4].text.find("TLSv1."), std::string::npos) << diagnosis.steps[4].text;
  EXPECT_NE(diagnosis.steps[7].text.find("Golden MMI Signer"), std::string::npos) << diagnosis.steps[7].text;
  EXPECT_NE(diagnosis.steps[8].text.find("Golden Root"), std::string::npos) << diagnosis.steps[8].text;
}

TEST_F(Trial, CarriesNoIdentityAndNoSequence) {
  TlsServer server{refuse};
  (void)run(gateway(server.url()));
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests().front().find(golden::kInstance), std::string::npos);
  EXPECT_EQ(server.requests().front().find("exchange_id"), std::string::npos);
}

TEST_F(Trial, SpeaksCallHomeWhenThatIsTheMode) {  // wire P9
  TlsServer server{[](const std::string& body) {
    const std::string json = *from_call_home(body);  // the attachment of our own message
    return http_answer(to_call_home(refusal_of(json), {golden::instance_facts(), golden::kNow, 1}));
  }};
  TransportSettings settings = gateway(server.url());
  settings.mode = TransportMode::call_home;
  EXPECT_EQ(failure(settings), "");
}

TEST_F(Trial, EndsAtTheStepThatIsBroken) {
  TlsServer server{refuse};
  roots_.remove("root.pem");
  roots_.write("other.pem", golden::certificate("other_root"));
  EXPECT_EQ(failure(gateway(server.url())), "signature signature_unknown_root");
  trust_.remove("authority.pem");
  EXPECT_EQ(failure(gateway(server.url())), "configuration tls_no_anchor");
  trust_.write("other.pem", other_authority());
  EXPECT_EQ(failure(gateway(server.url())), "tls tls_unknown_issuer");
}

TEST_F(Trial, TellsAServerOfAnotherName) {
  TlsServer server{refuse, ServerCertificate{{"elsewhere.example.com"}, {}, -kDay, 365 * kDay}};
  EXPECT_EQ(failure(gateway(server.url())), "host_name tls_host_name");
}

TEST_F(Trial, TellsAPortal) {
  TlsServer portal{[](const std::string& /*body*/) { return http_answer("<html>Sign in</html>"); }};
  EXPECT_EQ(failure(gateway(portal.url())), "identity protocol_not_json");
  TlsServer locked{[](const std::string& /*body*/) { return http_answer("no", "403 Forbidden"); }};
  EXPECT_EQ(failure(gateway(locked.url())), "http http_denied");
}

TEST_F(Trial, TellsAPortThatNobodyListensOn) {
  DeafListener listener;
  listener.close();
  EXPECT_EQ(failure(gateway(listener.url())), "tcp tcp_refused");
}

TEST_F(Trial, EndsWithinItsLimits) {
  DeafListener listener;
  EXPECT_EQ(failure(gateway(listener.url()), {.step = Millis{200}, .total = Millis{300}}), "tls tls_timeout");
  TlsServer silent{[](const std::string& /*body*/) {
    ServerAction silence;
    silence.stay_silent = true;
    return silence;
  }};
  EXPECT_EQ(failure(gateway(silent.url()), {.step = 2 * kSecond, .total = Millis{300}}), "http no_answer_timeout");
}

TEST_F(Trial, JudgesTheSettingsFirst) {
  EXPECT_EQ(failure(gateway("")), "configuration http_url");
  EXPECT_EQ(failure(gateway("http://plain.example.com/")), "configuration http_url");
  TransportSettings settings = gateway("https://localhost:1/");
  settings.route = TransportRoute::proxy;
  settings.proxy = ProxySettings{"localhost", 1, ProxyScheme::http, "agent", "/nonexistent/password", {}};
  EXPECT_EQ(failure(settings), "configuration proxy_credentials");
}

TEST_F(Trial, ANewOneReplacesTheOneUnderWay) {
  TlsServer server{refuse};
  TrustSources trust{TlsTrustSettings{false, trust_.path()}, roots_.path()};
  const ChannelSurroundings surroundings = surroundings_to("");
  TransportTrial trial{*loop_, trust, surroundings, true};
  int first = 0;
  int second = 0;
  for (const char* const url : {"", "https://localhost:1/"}) {
    trial.run(gateway(url), {}, [&first](const Diagnosis&) { ++first; });
    trial.run(gateway(server.url()), {}, [&second](const Diagnosis& diagnosis) {
      ++second;
      EXPECT_EQ(diagnosis.first_failure(), nullptr);
    });
    run_loop();
  }
  EXPECT_EQ(first, 0);
  EXPECT_EQ(second, 2);
}

TEST_F(Trial, ThatGoesInTheMiddleCallsNobodyBack) {
  TrustSources trust{TlsTrustSettings{false, trust_.path()}, roots_.path()};
  const ChannelSurroundings surroundings = surroundings_to("");
  {
    TransportTrial trial{*loop_, trust, surroundings, true};
    trial.run(gateway(""), {}, [](const Diagnosis&) { ADD_FAILURE(); });
  }
  run_loop();
}

}  // namespace
}  // namespace lic::testing
