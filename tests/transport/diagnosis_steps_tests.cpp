// What one trial found, in words: the failing step has its cause and remedy, what follows was not reached.
#include <gtest/gtest.h>

#include "agent/names.hpp"
#include "agent/time_text.hpp"
#include "transport/diagnosis_steps.hpp"

namespace lic {
namespace {

const WallTime kNow = *from_rfc3339("2026-03-02T10:30:00Z");

TrialFacts good() {
  TrialFacts facts;
  facts.way = "mode smart, route gateway, https://ssm.example.com/SmartTransport";
  facts.peer = "ssm.example.com:443";
  facts.report.resolved = Millis{3};
  facts.report.connected = Millis{4};
  facts.report.secured = Millis{20};
  facts.report.answered = Millis{9};
  facts.report.addresses = {"2001:db8::7", "192.0.2.7"};
  facts.report.address = "192.0.2.7";
  facts.report.tls.chain = {
      {"CN=ssm.example.com", "CN=Example CA", std::nullopt, *from_rfc3339("2027-01-01T00:00:00Z")}};
  facts.report.tls.protocol = "TLSv1.3";
  facts.report.tls.names = {"ssm.example.com", "ssm"};
  facts.verdict = ProbeVerdict{std::nullopt,
                               kNow + 3 * kSecond,
                               "CN=SSM Signer",
                               {{CertificateRole::message_signer, "CN=SSM Signer", kNow},
                                {CertificateRole::message_root, "CN=SSM Root", *from_rfc3339("2045-01-01T00:00:00Z")}}};
  facts.now = kNow;
  return facts;
}

TrialFacts failed(FailureCode code) {
  TrialFacts facts = good();
  facts.failure = failed_with(code, "it broke", "here");
  return facts;
}

const DiagnosisStep& step(const std::vector<DiagnosisStep>& steps, std::string_view name) {
  for (const DiagnosisStep& each : steps)
    if (each.name == name) return each;
  ADD_FAILURE() << "no step " << name;
  return steps.front();
}

TEST(DiagnosisSteps, AGoodWayIsToldInFull) {
  const std::vector<DiagnosisStep> steps = steps_of(good());
  std::string told;
  for (const DiagnosisStep& each : steps)
    told += std::string{each.name} + (each.ok ? " ok " : " - ") + std::to_string(each.took.count()) + ": " + each.text +
            "\n";
  EXPECT_EQ(
      told,
      "configuration ok 0: mode smart, route gateway, https://ssm.example.com/SmartTransport\n"
      "dns ok 3: ssm.example.com:443 is 2001:db8::7, 192.0.2.7\n"
      "tcp ok 4: 192.0.2.7 answered; tried before without success: 2001:db8::7\n"
      "proxy - 0: no proxy on this way\n"
      "tls ok 20: TLSv1.3; the certificate of ssm.example.com:443 is trusted; issued by CN=Example CA, it ends on "
      "2027-01-01T00:00:00Z\n"
      "host_name ok 0: the certificate is for ssm.example.com, ssm\n"
      "http ok 9: ssm.example.com:443 answered\n"
      "identity ok 0: the answer is an SSM's by its form; its signer is CN=SSM Signer\n"
      "signature ok 0: the signature is good; CN=SSM Root vouches for it until 2045-01-01T00:00:00Z\n"
      "clock ok 0: SSM's clock is 3 s ahead of this machine's\n");
  const Diagnosis diagnosis{steps};
  EXPECT_EQ(diagnosis.first_failure(), nullptr);
  EXPECT_TRUE(step(steps, "proxy").skipped);
}

TEST(DiagnosisSteps, AProxyIsTheFirstHop) {
  TrialFacts facts = good();
  facts.proxy = "proxy.example.com:3128";
  facts.report.proxied = Millis{6};
  const std::vector<DiagnosisStep> steps = steps_of(facts);
  EXPECT_EQ(step(steps, "dns").text, "proxy.example.com:3128 is 2001:db8::7, 192.0.2.7");
  EXPECT_TRUE(step(steps, "proxy").ok);
  EXPECT_EQ(step(steps, "proxy").took, Millis{6});
  EXPECT_EQ(step(steps, "proxy").text, "proxy.example.com:3128 opened the way to ssm.example.com:443");
}

struct Broken {
  FailureCode code;
  std::string_view at;
};
void PrintTo(const Broken& broken, std::ostream* stream) { *stream << failure_row(broken.code).name; }

class DiagnosisOf : public ::testing::TestWithParam<Broken> {};

TEST_P(DiagnosisOf, StopsAtTheStepThatFailed) {
  TrialFacts facts = failed(GetParam().code);
  facts.proxy = "proxy.example.com:3128";
  const Diagnosis diagnosis{steps_of(facts)};
  const DiagnosisStep* const first = diagnosis.first_failure();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->name, GetParam().at);
  EXPECT_EQ(first->code, GetParam().code);
  EXPECT_EQ(first->cause, name_of(cause_of(GetParam().code)));
  EXPECT_EQ(first->text, "it broke");
  EXPECT_FALSE(first->remedy.empty());
  bool before = true;
  for (const DiagnosisStep& each : diagnosis.steps) {
    if (each.name == first->name)
      before = false;
    else
      EXPECT_EQ(each.ok, before) << each.name;
    EXPECT_EQ(each.skipped, !before && each.name != first->name) << each.name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    EveryStep, DiagnosisOf,
    ::testing::Values(
        Broken{FailureCode::http_url, "configuration"}, Broken{FailureCode::proxy_credentials, "configuration"},
        Broken{FailureCode::tls_no_anchor, "configuration"}, Broken{FailureCode::dns_no_such_name, "dns"},
        Broken{FailureCode::proxy_name, "dns"}, Broken{FailureCode::tcp_refused, "tcp"},
        Broken{FailureCode::proxy_unreachable, "tcp"}, Broken{FailureCode::proxy_auth, "proxy"},
        Broken{FailureCode::tls_unknown_issuer, "tls"}, Broken{FailureCode::clock_tls, "tls"},
        Broken{FailureCode::tls_host_name, "host_name"}, Broken{FailureCode::http_not_found, "http"},
        Broken{FailureCode::no_answer_timeout, "http"}, Broken{FailureCode::protocol_not_json, "identity"},
        Broken{FailureCode::signature_missing, "signature"}, Broken{FailureCode::signature_unknown_root, "signature"},
        Broken{FailureCode::clock_differs, "clock"}));

TEST(DiagnosisSteps, ClocksMoreThanFiveMinutesApartAreAWarning) {  // R-TIME-5
  TrialFacts facts = good();
  facts.verdict->server_time = kNow - 5 * kMinute;
  EXPECT_FALSE(step(steps_of(facts), "clock").warning);
  facts.verdict->server_time = kNow - 6 * kMinute;
  const DiagnosisStep clock = step(steps_of(facts), "clock");
  EXPECT_TRUE(clock.ok);
  EXPECT_TRUE(clock.warning);
  EXPECT_EQ(clock.text, "SSM's clock is 6 minutes behind this machine's");
  EXPECT_FALSE(clock.remedy.empty());
  facts.verdict->server_time = kNow + Millis{400};
  EXPECT_EQ(step(steps_of(facts), "clock").text, "SSM's clock and this machine's agree");
}

}  // namespace
}  // namespace lic
