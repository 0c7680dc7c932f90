// Whatever comes in, one answer with a named cause goes out (wire.md, limits).
#include <gtest/gtest.h>

#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "transport/codec/bounded_json.hpp"
#include "transport/codec/reply_envelope.hpp"

namespace lic {
namespace {

using golden::decode_for;
using golden::SignedReply;

FailureCause cause_of(const std::string& body) {
  const SsmAnswer answer = decode_for(golden::authorization(), body).answer;
  EXPECT_TRUE(std::holds_alternative<ExchangeFailed>(answer));
  if (!std::holds_alternative<ExchangeFailed>(answer)) return FailureCause::no_answer;
  EXPECT_FALSE(std::get<ExchangeFailed>(answer).text.empty());
  EXPECT_LE(std::get<ExchangeFailed>(answer).text.size(), 1024U);
  return std::get<ExchangeFailed>(answer).cause();
}

TEST(DecodeHostile, TruncatedAtAnyByteIsAProtocolFailure) {
  const std::string body = golden::file("reply_authorization.json");
  for (std::size_t length = 0; length < body.size(); ++length)
    ASSERT_EQ(cause_of(body.substr(0, length)), FailureCause::protocol) << length;
}

TEST(DecodeHostile, AByteChangedAnywhereIsNeverTrusted) {
  const std::string body = golden::file("reply_authorization.json");
  const std::size_t signed_from = body.find("\"response\":");
  const std::size_t signed_to = body.rfind(",\"sch_response\"");
  for (std::size_t place = signed_from; place < signed_to; place += 7) {
    std::string spoilt = body;
    spoilt[place] = spoilt[place] == 'x' ? 'y' : 'x';
    const FailureCause cause = cause_of(spoilt);
    ASSERT_TRUE(cause == FailureCause::protocol || cause == FailureCause::signature) << place;
  }
}

TEST(DecodeHostile, WhatIsNoAnswerOfAnSsmIsAProtocolFailure) {
  for (const char* const body :
       {"", "hello", "<html></html>", "null", "[]", "{}", "7", R"({"response":7})", R"({"response":"{}"})",
        R"({"response":"{\"header\":7}"})", R"({"response":"{\"header\":{},\"status_code\":7}"})",
        R"({"response":"[]","signature":{}})", R"({"response":"{}","signature":[]})"})
    EXPECT_EQ(cause_of(body), FailureCause::protocol) << body;
}

TEST(DecodeHostile, LimitsHoldInEveryLayer) {
  EXPECT_EQ(cause_of(std::string(kBodyBytesMax + 1, ' ')), FailureCause::protocol);
  EXPECT_EQ(cause_of(std::string(100'000, '[')), FailureCause::protocol);

  SignedReply deep = golden::authorization_granted();
  nlohmann::json tower = 1;
  for (std::size_t level = 0; level < kJsonDepthMax; ++level) tower = nlohmann::json::array({tower});
  deep.data["tower"] = tower;
  EXPECT_EQ(cause_of(deep.body()), FailureCause::protocol);

  SignedReply wide = golden::authorization_granted();
  wide.data["smart_account_name"] = std::string(kStringBytesMax + 1, 'x');
  EXPECT_EQ(cause_of(wide.body()), FailureCause::protocol);
}

TEST(DecodeHostile, TenThousandEntitlementsAreReadAndOneMoreIsNot) {
  SignedReply reply = golden::authorization_granted();
  const nlohmann::json item{{"tag", "t"}};
  reply.data["entitlements"] = nlohmann::json::array();
  for (int count = 0; count < 10'000; ++count) reply.data["entitlements"].push_back(item);
  const SsmAnswer answer = decode_for(golden::authorization(), reply.body()).answer;
  EXPECT_EQ(std::get<AuthorizationGranted>(answer).entitlements.size(), 10'000U);
  reply.data["entitlements"].push_back(item);
  EXPECT_EQ(cause_of(reply.body()), FailureCause::protocol);
}

TEST(DecodeHostile, HugeNumbersAreCappedOrRefused) {
  SignedReply reply = golden::reply_with("OK_TRY_AGAIN");
  reply.response["retry_time_seconds"] = 9'223'372'036'854'775'807LL;
  const SsmAnswer answer = decode_for(golden::authorization(), reply.body()).answer;
  EXPECT_EQ(std::get<TryAgainLater>(answer).after, kDay);
  reply.header["timestamp"] = 9'223'372'036'854'775'807LL;
  EXPECT_EQ(cause_of(reply.body()), FailureCause::protocol);
}

TEST(DecodeHostile, DuplicateMembersAreRefusedEvenIfSigned) {
  const std::string body = R"({"signature":null,"response":"{}","response":"{}"})";
  EXPECT_EQ(cause_of(body), FailureCause::protocol);
  EXPECT_EQ(read_envelope(body).error().failure, FailureCode::protocol_malformed);
}

}  // namespace
}  // namespace lic
