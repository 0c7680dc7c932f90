// What each status and each text of a verified answer means (wire P6).
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "transport/codec/ssm_text.hpp"

namespace lic {
namespace {

using golden::decode_for;
using golden::reply_with;
using golden::SignedReply;

SsmAnswer answer_to_registration(SignedReply reply) {
  reply.header["request_type"] = "REGISTRATION";
  reply.header["product_instance_identifier"] = nullptr;
  return decode_for(golden::registration(), reply.body()).answer;
}

TEST(DecodeStatus, EachRefusalHasItsKind) {
  const std::vector<std::pair<std::string, RefusalKind>> table{
      {"The token 'abc' is not valid", RefusalKind::token_invalid},
      {"The token 'abc' has expired", RefusalKind::token_expired},
      {"The product regid.2019-06.com.cisco.UCCX and sudi UCCX is already registered", RefusalKind::already_registered},
      {"Invalid ProductInstanceIdentifier: 6f9d provided in the polling id", RefusalKind::instance_unknown},
      {"Clone suspected", RefusalKind::clone_suspected},
      {"Certificate expired", RefusalKind::certificate},
      {"Signature verification failed", RefusalKind::certificate},
      {"Product Instance is not consuming this tag : regid", RefusalKind::other},
  };
  for (const auto& [text, kind] : table) {
    const SsmAnswer answer = decode_for(golden::authorization(), reply_with("FAILED", text).body()).answer;
    ASSERT_TRUE(std::holds_alternative<Refused>(answer)) << text;
    EXPECT_EQ(std::get<Refused>(answer).kind, kind) << text;
    EXPECT_EQ(std::get<Refused>(answer).text, text);
  }
}

TEST(DecodeStatus, TimestampMismatchIsAFailureOfTheClock) {
  const SsmReply reply = decode_for(golden::authorization(), reply_with("FAILED", "Timestamp mismatch").body());
  ASSERT_TRUE(std::holds_alternative<ExchangeFailed>(reply.answer));
  EXPECT_EQ(std::get<ExchangeFailed>(reply.answer).cause(), FailureCause::clock);
  EXPECT_TRUE(reply.server_time.has_value());
}

TEST(DecodeStatus, VersionTooHighIsAFailureOfTheProtocol) {  // wire P0
  const SsmAnswer answer = decode_for(golden::authorization(), reply_with("VERSION_TOO_HIGH").body()).answer;
  ASSERT_TRUE(std::holds_alternative<ExchangeFailed>(answer));
  EXPECT_EQ(std::get<ExchangeFailed>(answer).cause(), FailureCause::protocol);
}

TEST(DecodeStatus, ARefusedRegistrationHasNoInstance) {
  EXPECT_EQ(answer_to_registration(reply_with("FAILED", "The token 'abc' is not valid")),
            (SsmAnswer{Refused{RefusalKind::token_invalid, "The token 'abc' is not valid", std::nullopt}}));
}

TEST(DecodeStatus, ARefusalWithoutWordsStillHasAText) {
  const SsmAnswer answer = decode_for(golden::authorization(), reply_with("FAILED").body()).answer;
  EXPECT_FALSE(std::get<Refused>(answer).text.empty());
}

TEST(DecodeStatus, RetrySecondsAreObeyed) {  // R-AUTH-8
  SignedReply reply = reply_with("OK_TRY_AGAIN", "busy");
  reply.response["retry_time_seconds"] = 300;
  EXPECT_EQ(decode_for(golden::authorization(), reply.body()).answer, (SsmAnswer{TryAgainLater{"busy", 5 * kMinute}}));
  reply.response["status_code"] = "FAILED";
  EXPECT_EQ(std::get<Refused>(decode_for(golden::authorization(), reply.body()).answer).after, 5 * kMinute);
  reply.response["retry_time_seconds"] = 0;
  EXPECT_EQ(std::get<Refused>(decode_for(golden::authorization(), reply.body()).answer).after, std::nullopt);
}

TEST(DecodeStatus, PollLaterKeepsThePollId) {
  SignedReply reply = reply_with("OK_POLL");
  reply.response["retry_time_seconds"] = 60;
  reply.data = {{"poll_id", "poll-77"}};
  EXPECT_EQ(answer_to_registration(reply), (SsmAnswer{PollLater{"poll-77", kMinute}}));
}

TEST(DecodeStatus, PollLaterWithoutAPollIdIsAFailureOfTheProtocol) {
  SignedReply reply = reply_with("OK_POLL");
  reply.data = {{"poll_id", ""}};
  EXPECT_EQ(std::get<ExchangeFailed>(answer_to_registration(reply)).cause(), FailureCause::protocol);
  reply.data = nullptr;
  EXPECT_EQ(std::get<ExchangeFailed>(answer_to_registration(reply)).cause(), FailureCause::protocol);
}

TEST(DecodeStatus, RefusalNeverShowsTheToken) {  // R-REG-2
  const std::string token = golden::kToken;
  const SsmAnswer answer = answer_to_registration(
      reply_with("FAILED", "The token '" + token + "' is not valid, " + token.substr(0, 4) + "\x01" + token.substr(4)));
  EXPECT_EQ(std::get<Refused>(answer).text, "The token '[token]' is not valid, [token]");
  EXPECT_EQ(std::get<Refused>(answer).kind, RefusalKind::token_invalid);
}

TEST(ShownText, HasNoControlOrDirectionCharacters) {  // R-REG-2
  EXPECT_EQ(shown_text("a\x1b[1mb\r\nc\td\x7f", {}), "a[1mb c d");
  EXPECT_EQ(shown_text("a\xc2\x9b"
                       "b\xe2\x80\xae"
                       "c\xe2\x80\xa8"
                       "d\xe2\x81\xa6\xd8\x9c"
                       "e",
                       {}),
            "abcde");
  EXPECT_EQ(shown_text("Grüße \xf0\x9f\x98\x80", {}), "Grüße \xf0\x9f\x98\x80");
}

TEST(ShownText, WhatIsNoUtf8HidesNothing) {  // R-REG-2
  // A lead byte does not take the beginning of another character with it: a control, a change of direction.
  EXPECT_EQ(shown_text("a\xe5\xc2\x9b[31m", {}), "a?[31m");
  EXPECT_EQ(shown_text("a\xf0\xe2\x80\xae"
                       "b\xe5\x1b[31m",
                       {}),
            "a?b?[31m");
  EXPECT_EQ(shown_text("\xc0\x8a\xed\xa0\x80\xff", {}), "??????");  // overlong, half of a pair, no character at all
  EXPECT_EQ(shown_text("cut in the middle: \xc3", {}), "cut in the middle: ?");
}

TEST(ShownText, IsCutAtOneKibibyteBetweenCharacters) {  // R-REG-2
  EXPECT_EQ(shown_text(std::string(5000, 'x'), {}), std::string(1024, 'x'));
  std::string text(1023, 'x');
  EXPECT_EQ(shown_text(text + "ü", {}), text);
}

}  // namespace
}  // namespace lic
