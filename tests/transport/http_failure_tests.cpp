#include <curl/curl.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <openssl/x509_vfy.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "transport/http_failure.hpp"

namespace lic {
namespace {

TransferFacts facts(CURLcode code) {
  TransferFacts facts;
  facts.peer = "ssm.example.com:443";
  facts.curl_code = code;
  facts.time_limit = 10 * kSecond;
  return facts;
}

RaceReport lost(RaceEnd end, std::vector<FailedAttempt> failed = {}) {
  RaceReport race;
  race.end = end;
  race.failed = std::move(failed);
  return race;
}

TEST(HttpFailure, ATimeOutBelongsToThePhaseItHit) {
  TransferFacts phase = facts(CURLE_OK);
  phase.race = lost(RaceEnd::lookup_timed_out);
  EXPECT_EQ(failure_of(phase).code, FailureCode::dns_no_answer);
  phase.race = lost(RaceEnd::timed_out, {{"192.0.2.7", ETIMEDOUT}});
  EXPECT_EQ(failure_of(phase).code, FailureCode::tcp_timeout);
  phase = facts(CURLE_OPERATION_TIMEDOUT);
  phase.reached_ssm = true;
  EXPECT_EQ(failure_of(phase).code, FailureCode::tls_timeout);
  phase.request_sent = true;
  EXPECT_EQ(failure_of(phase).code, FailureCode::no_answer_timeout);
}

TEST(HttpFailure, ALimitIsToldAsItIs) {
  EXPECT_EQ(text_of_limit(10 * kSecond), "10.0 seconds");
  EXPECT_EQ(text_of_limit(Millis{300}), "0.3 seconds");
  EXPECT_EQ(text_of_limit(Millis{50}), "0.05 seconds");  // the least of lab mode
  EXPECT_EQ(text_of_limit(Millis{1007}), "1.007 seconds");
}

TEST(HttpFailure, EveryCodeOfLibcurlHasATextAndARemedy) {
  for (int code = CURLE_OK; code < CURL_LAST; ++code) {
    const ExchangeFailed failure = failure_of(facts(static_cast<CURLcode>(code)));
    EXPECT_FALSE(failure.text.empty()) << code;
    EXPECT_FALSE(failure.remedy.empty()) << code;
  }
}

TEST(HttpFailure, EveryAddressIsNamedWithItsReason) {
  TransferFacts refused = facts(CURLE_OK);
  refused.race = lost(RaceEnd::not_connected, {{"2001:db8::7", ETIMEDOUT}, {"192.0.2.7", ECONNREFUSED}});
  const ExchangeFailed failed = failure_of(refused);
  EXPECT_EQ(failed.code, FailureCode::tcp_refused);
  EXPECT_EQ(failed.text,
            "no connection to ssm.example.com:443: 2001:db8::7: Connection timed out; 192.0.2.7: Connection refused");
  refused.race = lost(RaceEnd::not_connected, {{"2001:db8::7", ENETUNREACH}});
  EXPECT_EQ(failure_of(refused).code, FailureCode::tcp_unreachable);
}

TEST(HttpFailure, ManyAddressesAreCounted) {
  TransferFacts facts_of_many = facts(CURLE_OK);
  facts_of_many.race = lost(RaceEnd::not_connected, std::vector<FailedAttempt>(16, {"192.0.2.7", ENETUNREACH}));
  EXPECT_NE(failure_of(facts_of_many).text.find("; 10 more"), std::string::npos);
}

TEST(HttpFailure, ANameThatIsNotThereIsNotANameServerThatIsSilent) {
  TransferFacts lookup = facts(CURLE_OK);
  lookup.race = lost(RaceEnd::lookup_failed);
  lookup.race->lookup_error = EAI_NONAME;
  EXPECT_EQ(failure_of(lookup).code, FailureCode::dns_no_such_name);
  lookup.race->lookup_error = EAI_AGAIN;
  EXPECT_EQ(failure_of(lookup).code, FailureCode::dns_no_answer);
  lookup.race->lookup_error = EAI_NODATA;
  lookup.ip_version = IpVersion::v6;
  const ExchangeFailed failed = failure_of(lookup);
  EXPECT_EQ(failed.code, FailureCode::dns_no_such_name);
  EXPECT_NE(failed.remedy.find("transport.ip_version"), std::string::npos);
}

TEST(HttpFailure, TheSameBeforeAProxyIsTheProxys) {
  TransferFacts before = facts(CURLE_OK);
  before.proxy = "proxy.example.com:3128";
  before.race = lost(RaceEnd::lookup_failed);
  before.race->lookup_error = EAI_NONAME;
  EXPECT_EQ(failure_of(before).code, FailureCode::proxy_name);
  before.race = lost(RaceEnd::not_connected, {{"192.0.2.7", ECONNREFUSED}});
  EXPECT_EQ(failure_of(before).code, FailureCode::proxy_unreachable);
  EXPECT_NE(failure_of(before).text.find("the proxy proxy.example.com:3128"), std::string::npos);
}

struct ProxyStatus {
  long status;
  FailureCode code;
};
class ProxyStatuses : public ::testing::TestWithParam<ProxyStatus> {};
TEST_P(ProxyStatuses, HaveTheirCode) {
  TransferFacts refused = facts(CURLE_RECV_ERROR);
  refused.proxy = "proxy.example.com:3128";
  refused.proxy_status = GetParam().status;
  EXPECT_EQ(failure_of(refused).code, GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(
    HttpFailure, ProxyStatuses,
    ::testing::Values(ProxyStatus{407, FailureCode::proxy_auth}, ProxyStatus{403, FailureCode::proxy_denied},
                      ProxyStatus{502, FailureCode::proxy_gateway}, ProxyStatus{503, FailureCode::proxy_gateway},
                      ProxyStatus{504, FailureCode::proxy_gateway}, ProxyStatus{500, FailureCode::proxy_status},
                      ProxyStatus{404, FailureCode::proxy_status}, ProxyStatus{302, FailureCode::proxy_status},
                      ProxyStatus{0, FailureCode::proxy_broke}));

struct HttpStatus {
  long status;
  FailureCode code;
};
class HttpStatuses : public ::testing::TestWithParam<HttpStatus> {};
TEST_P(HttpStatuses, HaveTheirCodeAndKeepRetryAfter) {  // R-AUTH-8
  TransferFacts answered = facts(CURLE_OK);
  answered.http_status = GetParam().status;
  answered.retry_after = kMinute;
  const ExchangeFailed failed = failure_of(answered);
  EXPECT_EQ(failed.code, GetParam().code);
  EXPECT_EQ(failed.after, kMinute);
}
INSTANTIATE_TEST_SUITE_P(
    HttpFailure, HttpStatuses,
    ::testing::Values(HttpStatus{401, FailureCode::http_denied}, HttpStatus{403, FailureCode::http_denied},
                      HttpStatus{404, FailureCode::http_not_found}, HttpStatus{405, FailureCode::http_not_found},
                      HttpStatus{410, FailureCode::http_not_found}, HttpStatus{301, FailureCode::http_redirect},
                      HttpStatus{429, FailureCode::http_too_many_requests},
                      HttpStatus{503, FailureCode::http_unavailable}, HttpStatus{500, FailureCode::http_server_error},
                      HttpStatus{502, FailureCode::http_unavailable}, HttpStatus{504, FailureCode::http_unavailable},
                      HttpStatus{407, FailureCode::http_denied}, HttpStatus{418, FailureCode::http_status},
                      HttpStatus{204, FailureCode::http_status}));

TEST(HttpFailure, AConnectionThatIsResetAtOnceIsBrokenNotUnreachable) {
  TransferFacts reset = facts(CURLE_OK);
  reset.race = lost(RaceEnd::not_connected, {{"192.0.2.7", ECONNRESET}});
  EXPECT_EQ(failure_of(reset).code, FailureCode::tls_broke);
  EXPECT_EQ(failure_of(facts(CURLE_COULDNT_CONNECT)).code, FailureCode::tls_broke);
}

TEST(HttpFailure, ABrokenChunkIsNoLostConnection) {
  TransferFacts broken = facts(CURLE_RECV_ERROR);
  broken.request_sent = true;
  broken.curl_text = "Illegal or missing hexadecimal sequence in chunked-encoding";
  EXPECT_EQ(failure_of(broken).code, FailureCode::http_malformed);
}

TEST(HttpFailure, AnEndlessHeadOfTheProxysAnswerIsTheProxys) {
  TransferFacts endless = facts(CURLE_WRITE_ERROR);
  endless.proxy = "proxy.example.com:3128";
  endless.proxy_status = 200;
  endless.head_too_large = true;
  EXPECT_EQ(failure_of(endless).code, FailureCode::proxy_broke);
  EXPECT_NE(failure_of(endless).text.find("64 KiB"), std::string::npos);
}

TEST(HttpFailure, AProxyWithoutAKnownAuthenticationIsToldApartFromAWrongPassword) {
  TransferFacts refused = facts(CURLE_RECV_ERROR);
  refused.proxy = "proxy.example.com:3128";
  refused.proxy_user = "agent";
  refused.proxy_status = 407;
  refused.proxy_offers = CURLAUTH_BASIC | CURLAUTH_NEGOTIATE;
  EXPECT_NE(failure_of(refused).remedy.find("password"), std::string::npos);
  for (const unsigned long known : {CURLAUTH_DIGEST, CURLAUTH_NTLM}) {
    refused.proxy_offers = static_cast<long>(known);
    EXPECT_NE(failure_of(refused).remedy.find("password"), std::string::npos) << known;
  }
  refused.proxy_offers = CURLAUTH_NEGOTIATE;
  EXPECT_NE(failure_of(refused).remedy.find("Basic"), std::string::npos);
}

struct HandshakeReason {
  const char* text;
  FailureCode code;
};
class HandshakeReasons : public ::testing::TestWithParam<HandshakeReason> {};
TEST_P(HandshakeReasons, HaveTheirCode) {
  TransferFacts broken = facts(CURLE_SSL_CONNECT_ERROR);
  broken.reached_ssm = true;
  broken.curl_text = GetParam().text;
  EXPECT_EQ(failure_of(broken).code, GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(
    HttpFailure, HandshakeReasons,
    ::testing::Values(
        HandshakeReason{"error:0A00010B:SSL routines::wrong version number", FailureCode::tls_not_tls},
        HandshakeReason{"error:0A000102:SSL routines::unsupported protocol", FailureCode::tls_version},
        HandshakeReason{"error:0A00042E:SSL routines::tlsv1 alert protocol version", FailureCode::tls_version},
        HandshakeReason{"error:0A00018A:SSL routines::dh key too small", FailureCode::tls_weak},
        HandshakeReason{"error:0A000410:SSL routines::sslv3 alert handshake failure", FailureCode::tls_handshake},
        HandshakeReason{"OpenSSL SSL_connect: Connection reset by peer in connection to x", FailureCode::tls_broke},
        HandshakeReason{"OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to x", FailureCode::tls_broke}));

TransferFacts refused_by(int verify_error) {
  TransferFacts refused = facts(CURLE_PEER_FAILED_VERIFICATION);
  refused.url = "https://ssm.example.com:8443/SmartTransport";
  refused.reached_ssm = true;
  refused.tls.verify_error = verify_error;
  refused.tls.verify_text = "why";
  refused.tls.chain = {{"CN=ssm", "CN=sub", WallTime{kDay}, WallTime{2 * kDay}},
                       {"CN=sub", "CN=root", WallTime{kDay}, WallTime{3 * kDay}}};
  return refused;
}

TEST(HttpFailure, AProxyThatAsksForAPasswordAndFallsSilentHasNotRefusedIt) {
  TransferFacts silent = facts(CURLE_OPERATION_TIMEDOUT);
  silent.proxy = "proxy.example.com:3128";
  silent.proxy_user = "agent";
  silent.proxy_status = 407;
  EXPECT_EQ(failure_of(silent).code, FailureCode::proxy_timeout);
  EXPECT_NE(failure_of(silent).text.find("within 10.0 seconds"), std::string::npos) << failure_of(silent).text;
  silent.curl_code = CURLE_RECV_ERROR;
  EXPECT_EQ(failure_of(silent).code, FailureCode::proxy_auth);
}

TEST(HttpFailure, ARefusedCertificateIsNamedWithDatesDepthCodeAndChain) {
  TransferFacts refused = refused_by(X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  refused.tls.verify_depth = 1;
  const ExchangeFailed failed = failure_of(refused);
  EXPECT_EQ(failed.code, FailureCode::tls_unknown_issuer);
  EXPECT_NE(failed.text.find("(certificate CN=sub, issued by CN=root, valid from 1970-01-02T00:00:00Z to "
                             "1970-01-04T00:00:00Z; depth 1, verify code 20; chain: CN=ssm <- CN=sub)"),
            std::string::npos)
      << failed.text;
}

TEST(HttpFailure, AnExpiredAuthorityIsNotTheServersCertificate) {
  TransferFacts refused = refused_by(X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(failure_of(refused).text.find("the TLS certificate of ssm.example.com:443 expired on 1970-01-03"), 0U)
      << failure_of(refused).text;
  refused.tls.verify_depth = 1;
  EXPECT_EQ(failure_of(refused).text.find("the certificate of the authority CN=sub, in the chain of "), 0U)
      << failure_of(refused).text;
  EXPECT_EQ(failure_of(refused).code, FailureCode::tls_expired);
}

struct Verdict {
  int verify_error;
  FailureCode code;
};
class Verdicts : public ::testing::TestWithParam<Verdict> {};
TEST_P(Verdicts, HaveTheirCode) { EXPECT_EQ(failure_of(refused_by(GetParam().verify_error)).code, GetParam().code); }
INSTANTIATE_TEST_SUITE_P(
    HttpFailure, Verdicts,
    ::testing::Values(Verdict{X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, FailureCode::tls_self_signed},
                      Verdict{X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, FailureCode::tls_unknown_issuer},
                      Verdict{X509_V_ERR_CERT_NOT_YET_VALID, FailureCode::tls_not_yet_valid},
                      Verdict{X509_V_ERR_EE_KEY_TOO_SMALL, FailureCode::tls_weak},
                      Verdict{X509_V_ERR_CA_MD_TOO_WEAK, FailureCode::tls_weak},
                      Verdict{X509_V_ERR_INVALID_PURPOSE, FailureCode::tls_certificate}));

TEST(HttpFailure, TheRemedyOfAWrongNameIsAUrlThatFits) {
  TransferFacts refused = refused_by(X509_V_OK);
  refused.tls.names = {"*.example.org", "b?d", "evil.example/x#", "a@evil.example", "ssm.example.org", "192.0.2.7"};
  EXPECT_EQ(failure_of(refused).code, FailureCode::tls_host_name);
  EXPECT_NE(failure_of(refused).remedy.find("use https://ssm.example.org:8443/SmartTransport,"), std::string::npos);
  refused.url = "https://ssm/SmartTransport";
  EXPECT_NE(failure_of(refused).remedy.find("use https://ssm.example.org/SmartTransport,"), std::string::npos);
  refused.tls.names = {"*.example.org"};
  refused.url = "https://192.0.2.7/SmartTransport";
  EXPECT_NE(failure_of(refused).remedy.find("use a URL with a name it is for,"), std::string::npos);
}

TEST(HttpFailure, HostileWordsAreMadeHarmless) {
  TransferFacts broken = facts(CURLE_WEIRD_SERVER_REPLY);
  broken.curl_text = "evil\r\n\x1b[2J\xff" + std::string(5000, 'x');
  const std::string text = failure_of(broken).text;
  EXPECT_LE(text.size(), 1024U);
  EXPECT_EQ(text.find_first_of("\r\n\x1b\xff"), std::string::npos);
}

}  // namespace
}  // namespace lic
