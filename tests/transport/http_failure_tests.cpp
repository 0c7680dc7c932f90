#include <curl/curl.h>
#include <gtest/gtest.h>

#include <cerrno>

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

TEST(HttpFailure, ATimeOutBelongsToThePhaseItHit) {
  TransferFacts phase = facts(CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(failure_of(phase).cause(), FailureCause::dns);
  phase.socket_opened = true;
  EXPECT_EQ(failure_of(phase).cause(), FailureCause::tcp);
  phase.connected = true;
  EXPECT_EQ(failure_of(phase).cause(), FailureCause::tls);
  phase.request_sent = true;
  EXPECT_EQ(failure_of(phase).cause(), FailureCause::no_answer);
}

TEST(HttpFailure, EveryCodeOfLibcurlHasATextAndARemedy) {
  for (int code = CURLE_OK; code < CURL_LAST; ++code) {
    const ExchangeFailed failure = failure_of(facts(static_cast<CURLcode>(code)));
    EXPECT_FALSE(failure.text.empty()) << code;
    EXPECT_FALSE(failure.remedy.empty()) << code;
  }
}

TEST(HttpFailure, TheReasonOfTheSystemIsShown) {
  TransferFacts refused = facts(CURLE_COULDNT_CONNECT);
  refused.os_error = ECONNREFUSED;
  EXPECT_EQ(failure_of(refused).text, "no connection to ssm.example.com:443: Connection refused");
}

TEST(HttpFailure, TheErrnoOfAnEarlierAddressIsNotBlamedForALaterFailure) {
  TransferFacts handshake = facts(CURLE_SSL_CONNECT_ERROR);
  handshake.os_error = ECONNREFUSED;
  handshake.curl_text = "wrong version number";
  EXPECT_EQ(failure_of(handshake).text, "no TLS connection to ssm.example.com:443: wrong version number");
}

}  // namespace
}  // namespace lic
