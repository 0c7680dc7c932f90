// What SSM grants (wire P5.1 .. P5.5), from the golden answers and from spoilt ones.
#include <gtest/gtest.h>

#include "agent/time_text.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"

namespace lic {
namespace {

using golden::decode_for;
using golden::SignedReply;

ExchangeFailed failure_of(const SsmRequest& request, const SignedReply& reply) {
  const SsmAnswer answer = decode_for(request, reply.body()).answer;
  EXPECT_TRUE(std::holds_alternative<ExchangeFailed>(answer));
  return std::holds_alternative<ExchangeFailed>(answer) ? std::get<ExchangeFailed>(answer) : ExchangeFailed{};
}

TEST(DecodeGrant, ReadsTheGoldenRegistration) {
  const SsmReply reply = decode_for(golden::registration(), golden::file("reply_registration.json"));
  ASSERT_TRUE(std::holds_alternative<IdentityGranted>(reply.answer));
  const auto& granted = std::get<IdentityGranted>(reply.answer);
  EXPECT_EQ(granted.instance.value, golden::kInstance);
  EXPECT_EQ(granted.instance_name, "uccx-a");
  EXPECT_EQ(granted.smart_account, "Example Inc.");
  EXPECT_EQ(granted.virtual_account, "Contact Center");
  EXPECT_EQ(granted.export_controlled_allowed, true);
  EXPECT_EQ(granted.certificate.serial, "59023864");
  EXPECT_EQ(granted.certificate.pem, golden::certificate("agent_old"));
  EXPECT_EQ(granted.renew_interval, 180 * kDay);
  EXPECT_EQ(reply.server_time, golden::kNow + Millis{1500});
}

TEST(DecodeGrant, ReadsTheGoldenRenewal) {
  const SsmReply reply = decode_for(golden::renewal(), golden::file("reply_renewal.json"));
  ASSERT_TRUE(std::holds_alternative<IdentityGranted>(reply.answer));
  EXPECT_EQ(std::get<IdentityGranted>(reply.answer).certificate.serial, "59023865");
}

TEST(DecodeGrant, ReadsTheGoldenAuthorization) {
  const SsmReply reply = decode_for(golden::authorization(), golden::file("reply_authorization.json"));
  ASSERT_TRUE(std::holds_alternative<AuthorizationGranted>(reply.answer));
  const auto& granted = std::get<AuthorizationGranted>(reply.answer);
  EXPECT_EQ(granted.version, 5);
  EXPECT_FALSE(granted.overall_in_compliance);
  ASSERT_EQ(granted.entitlements.size(), 2U);
  EXPECT_EQ(granted.entitlements[0],
            (EntitlementAnswer{EntitlementTag{golden::kStandardTag}, 12, EntitlementStatus::in_compliance,
                               "InCompliance", "CCX Flex Standard", 20}));
  EXPECT_EQ(granted.entitlements[1].status, EntitlementStatus::out_of_compliance);
  EXPECT_EQ(granted.entitlements[1].purchased, std::nullopt);
  EXPECT_EQ(granted.accepted_reports, std::vector<std::int64_t>{31});
  EXPECT_EQ(granted.expires, WallTime{Millis{1780223100000}});
  EXPECT_EQ(granted.renew_interval, 12 * kHour);
}

TEST(DecodeGrant, ReadsTheOtherGoldenAnswers) {
  EXPECT_EQ(decode_for(golden::deregistration(), golden::file("reply_deregistration.json")).answer,
            SsmAnswer{Deregistered{}});
  EXPECT_EQ(decode_for(golden::authorization(), golden::file("reply_poll_later.json")).answer,
            (SsmAnswer{PollLater{"poll-77", kMinute}}));
  EXPECT_EQ(decode_for(golden::registration(), golden::file("reply_refused.json")).answer,
            (SsmAnswer{Refused{RefusalKind::token_invalid, "The token '[token]' is not valid", std::nullopt}}));
}

TEST(DecodeGrant, TheDelayedAnswerToAPollIsWhatWasPolledFor) {  // wire P5.5
  SignedReply reply = golden::authorization_granted();
  reply.header["request_type"] = "POLL_REQ";
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(
      decode_for(golden::poll(SsmRequestKind::authorization), reply.body()).answer));
  reply = golden::renewal_granted();
  reply.header["request_type"] = "POLL";
  EXPECT_TRUE(
      std::holds_alternative<IdentityGranted>(decode_for(golden::poll(SsmRequestKind::renewal), reply.body()).answer));
}

TEST(DecodeGrant, HeaderDataAndCertificateMustNameOneInstance) {  // wire P5.1
  SignedReply reply = golden::registration_granted();
  reply.header["product_instance_identifier"] = "0d4c6ab2-0000-4000-8000-000000000000";
  EXPECT_EQ(failure_of(golden::registration(), reply).cause(), FailureCause::protocol);

  reply.data["product_instance_identifier"] = "0d4c6ab2-0000-4000-8000-000000000000";
  const ExchangeFailed failed = failure_of(golden::registration(), reply);
  EXPECT_EQ(failed.cause(), FailureCause::protocol);
  EXPECT_NE(failed.text.find("the certificate is for"), std::string::npos) << failed.text;
}

TEST(DecodeGrant, TheCertificateMustBeForOurKey) {  // wire P5.1
  SignedReply reply = golden::registration_granted();
  reply.data["id_cert"] = golden::certificate("agent_new");
  const ExchangeFailed failed = failure_of(golden::registration(), reply);
  EXPECT_EQ(failed.cause(), FailureCause::protocol);
  EXPECT_NE(failed.text.find("another key"), std::string::npos) << failed.text;

  reply = golden::renewal_granted();
  reply.data["id_cert"] = golden::certificate("agent_old");
  EXPECT_EQ(failure_of(golden::renewal(), reply).cause(), FailureCause::protocol);
}

TEST(DecodeGrant, ACertificateThatIsNoneIsAProtocolFailure) {
  SignedReply reply = golden::registration_granted();
  for (const nlohmann::json& value : {nlohmann::json(nullptr), nlohmann::json("hello"), nlohmann::json(7)}) {
    reply.data["id_cert"] = value;
    EXPECT_EQ(failure_of(golden::registration(), reply).cause(), FailureCause::protocol);
  }
}

TEST(DecodeGrant, AnUnknownEntitlementStatusIsShownAsSsmWroteIt) {  // R-STAT
  SignedReply reply = golden::authorization_granted();
  reply.data["entitlements"][0]["status"] = "Sleeping";
  const SsmAnswer answer = decode_for(golden::authorization(), reply.body()).answer;
  const auto& granted = std::get<AuthorizationGranted>(answer);
  EXPECT_EQ(granted.entitlements[0].status, EntitlementStatus::invalid);
  EXPECT_EQ(granted.entitlements[0].status_text, "Sleeping");
}

TEST(DecodeGrant, WithoutAWordOnTheWholeTheEntitlementsDecide) {
  SignedReply reply = golden::authorization_granted();
  reply.data.erase("overall_status");
  SsmAnswer answer = decode_for(golden::authorization(), reply.body()).answer;
  EXPECT_TRUE(std::get<AuthorizationGranted>(answer).overall_in_compliance);
  reply.data["entitlements"][0]["status"] = "OutOfCompliance";
  answer = decode_for(golden::authorization(), reply.body()).answer;
  EXPECT_FALSE(std::get<AuthorizationGranted>(answer).overall_in_compliance);
}

TEST(DecodeGrant, MalformedAuthorizationsAreProtocolFailures) {
  const std::vector<nlohmann::json> patches{
      {{"entitlements", nullptr}},
      {{"entitlements", 3}},
      {{"entitlements", {3}}},
      {{"version", "five"}},
      {{"auth_expiry", -1}},
      {{"accepted_reports", {"x"}}},
      {{"entitlements", {{{"tag", "t"}, {"count", -1}}}}},
      {{"entitlements", {{{"count", 1}}}}},
      {{"auth_expiry", 300'000'000'000'000LL}},
  };
  for (const nlohmann::json& patch : patches) {
    SignedReply reply = golden::authorization_granted();
    reply.data.update(patch);
    EXPECT_EQ(failure_of(golden::authorization(), reply).cause(), FailureCause::protocol) << patch;
  }
}

TEST(DecodeGrant, UnknownMembersAreIgnored) {
  SignedReply reply = golden::authorization_granted();
  reply.data["trust_bundle"] = "x";
  reply.header["novelty"] = {1, 2};
  reply.response["novelty"] = 3;
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(decode_for(golden::authorization(), reply.body()).answer));
}

}  // namespace
}  // namespace lic
