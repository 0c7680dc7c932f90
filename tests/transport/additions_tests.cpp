// What any answer may carry besides its own members (wire P13), and by which clock its signer is judged (wire P6).
#include <gtest/gtest.h>

#include "agent/time_text.hpp"
#include "tests/transport/bundle_pki.hpp"
#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"
#include "transport/codec/trust_bundle.hpp"

namespace lic {
namespace {

using golden::authority_like;
using golden::AuthorityShape;
using golden::decode_for;
using golden::SignedReply;

std::string tls_authority() { return authority_like(AuthorityShape{"other_root", "serverAuth", true}); }

SignedReply with_bundle(const nlohmann::json& pem, const nlohmann::json& version = 3) {
  SignedReply reply = golden::authorization_granted();
  reply.data["trust_bundle"] = pem;
  reply.data["trust_bundle_version"] = version;
  return reply;
}

SsmReply granted(const SignedReply& reply) {
  SsmReply decoded = decode_for(golden::authorization(), reply.body());
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(decoded.answer));
  return decoded;
}

TEST(Additions, ABundleComesWithItsVersion) {
  const std::string pem = golden::certificate("root") + tls_authority();
  EXPECT_EQ(granted(with_bundle(pem)).trust_bundle, (TrustBundle{3, pem}));
  SignedReply registration = golden::registration_granted();
  registration.data["trust_bundle"] = pem;
  registration.data["trust_bundle_version"] = 1;
  EXPECT_EQ(decode_for(golden::registration(), registration.body()).trust_bundle, (TrustBundle{1, pem}));
}

TEST(Additions, AUselessBundleIsLeftOutAndTheAnswerStaysGood) {
  const std::string root = golden::certificate("root");
  EXPECT_EQ(granted(golden::authorization_granted()).trust_bundle, std::nullopt);
  for (const SignedReply& reply :
       {with_bundle("x"), with_bundle(7), with_bundle(root, nullptr), with_bundle(root, 0), with_bundle(root, "3"),
        with_bundle(root + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        with_bundle(golden::certificate("signer"))})
    EXPECT_EQ(granted(reply).trust_bundle, std::nullopt) << reply.data;
}

TEST(Additions, OnlyRegistrationsAndAuthorizationsBringABundle) {
  SignedReply renewal = golden::renewal_granted();
  renewal.data["trust_bundle"] = golden::certificate("root");
  renewal.data["trust_bundle_version"] = 3;
  EXPECT_EQ(decode_for(golden::renewal(), renewal.body()).trust_bundle, std::nullopt);
}

TEST(Additions, AnAnswerThatIsNotGoodBringsNothing) {
  SignedReply reply = with_bundle(golden::certificate("root"));
  reply.data["renew_window"] = {{"start_ms", 1}, {"end_ms", 2}};
  for (const char* const status : {"FAILED", "OK_TRY_AGAIN"}) {
    reply.response["status_code"] = status;
    EXPECT_EQ(decode_for(golden::authorization(), reply.body()).trust_bundle, std::nullopt);
  }
  reply.response["status_code"] = "OK";
  reply.data["entitlements"] = nullptr;
  const SsmReply malformed = decode_for(golden::authorization(), reply.body());
  EXPECT_EQ(malformed.trust_bundle, std::nullopt);
  EXPECT_EQ(malformed.renew_window, std::nullopt);
}

TEST(Additions, AWindowForTheNextRenewalIsTakenFromAnyAnswer) {
  SignedReply reply = golden::renewal_granted();
  reply.data["renew_window"] = {{"start_ms", 1'000}, {"end_ms", 2'000}};
  EXPECT_EQ(decode_for(golden::renewal(), reply.body()).renew_window,
            (RenewWindow{WallTime{kSecond}, WallTime{2 * kSecond}}));
}

TEST(Additions, AWindowThatIsNoneIsIgnored) {
  SignedReply reply = golden::authorization_granted();
  for (const nlohmann::json& window : std::vector<nlohmann::json>{nullptr,
                                                                  7,
                                                                  {{"start_ms", 5}},
                                                                  {{"start_ms", 5}, {"end_ms", 5}},
                                                                  {{"start_ms", 5}, {"end_ms", 4}},
                                                                  {{"start_ms", "5"}, {"end_ms", 9}}}) {
    reply.data["renew_window"] = window;
    EXPECT_EQ(granted(reply).renew_window, std::nullopt) << window;
  }
}

TEST(Additions, AnEchoOfAnotherSequenceIsRefused) {
  SignedReply reply = golden::authorization_granted();
  reply.data["sequence"] = 7;
  (void)granted(reply);
  reply.data["sequence"] = 6;
  const SsmReply decoded = decode_for(golden::authorization(), reply.body());
  const auto* const failed = std::get_if<ExchangeFailed>(&decoded.answer);
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->code, FailureCode::protocol_sequence);
  EXPECT_EQ(failed->text, "the answer belongs to exchange 6, not to 7");
  EXPECT_EQ(decoded.server_time, golden::kNow);
}

TEST(Additions, TheDelayedAnswerToAPollMayCarryTheNumberOfWhatWasAskedFor) {
  SignedReply reply = golden::authorization_granted();
  reply.data["sequence"] = 6;
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(
      decode_for(golden::poll(SsmRequestKind::authorization), reply.body()).answer));
}

TEST(Additions, SignerAndRootAreToldWithTheirEnds) {
  const SsmReply reply = decode_for(golden::authorization(), golden::reply_with("FAILED", "no").body());
  const std::vector<SeenCertificate> wanted{
      {CertificateRole::message_signer, "O=smart-agent tests,CN=Golden MMI Signer",
       *from_rfc3339("2036-01-01T00:00:00Z")},
      {CertificateRole::message_root, "O=smart-agent tests,CN=Golden Root", *from_rfc3339("2045-01-01T00:00:00Z")}};
  EXPECT_EQ(reply.certificates, wanted);
}

TEST(Additions, ASignerThatIsNotTrustedIsNotTold) {
  SignedReply reply = golden::authorization_granted();
  reply.response["signing_cert"] = golden::certificate("other_signer");
  reply.signing_key = "other_signer";
  EXPECT_TRUE(decode_for(golden::authorization(), reply.body()).certificates.empty());
}

TEST(TrustBundle, SortsByWhatAnAuthorityVouchesFor) {
  const std::string other = authority_like(AuthorityShape{"sub_ca", "clientAuth", true});
  const Result<BundleAnchors> anchors = read_trust_bundle(golden::certificate("root") + tls_authority() + other);
  EXPECT_EQ(anchors->message, std::vector<std::string>{golden::certificate("root")});
  EXPECT_EQ(anchors->tls, std::vector<std::string>{tls_authority()});
}

TEST(TrustBundle, IsAllOrNothing) {
  const std::string root = golden::certificate("root");
  std::string many;
  for (std::size_t count = 0; count < kBundleCertificatesMax; ++count) many += root;
  EXPECT_EQ(read_trust_bundle(many)->message.size(), kBundleCertificatesMax);
  for (const std::string& pem :
       {many + root, std::string{}, std::string{"x"}, root + golden::certificate("agent_old"),
        root + golden::file("keys/root.key.pem"), authority_like(AuthorityShape{"other_root", "clientAuth", true}),
        authority_like(AuthorityShape{"other_root", "", false})})
    EXPECT_TRUE(read_trust_bundle(pem).has_error()) << pem;
}

// The golden signer is valid 2026-01-01 .. 2036-01-01.
SsmReply judged_at(WallTime trusted, WallTime now = golden::kNow) {
  const std::vector<std::string> roots{golden::certificate("root")};
  const SsmRequest request = golden::authorization();
  DecodeContext context{request, golden::kNonce, {}, roots, "/etc/smart-agent/ssm-roots.d", now};
  context.trusted_now = TrustedTime{trusted.time_since_epoch()};
  return decode(golden::authorization_granted().body(), context);
}

FailureCode code_of(const SsmReply& reply) {
  const auto* const failed = std::get_if<ExchangeFailed>(&reply.answer);
  EXPECT_NE(failed, nullptr);
  return failed == nullptr ? FailureCode::account_refused : failed->code;
}

TEST(SignerValidity, IsJudgedByTrustedTimeWithADayOfToleranceAtTheBeginning) {  // wire P6
  EXPECT_EQ(code_of(judged_at(*from_rfc3339("2036-01-01T00:00:01Z"))), FailureCode::signature_expired);
  EXPECT_EQ(code_of(judged_at(*from_rfc3339("2025-12-30T00:00:00Z"))), FailureCode::signature_expired);
  EXPECT_TRUE(std::holds_alternative<AuthorizationGranted>(judged_at(*from_rfc3339("2025-12-31T00:00:01Z")).answer));
}

TEST(SignerValidity, TrustedTimeThatRanAheadLearnsTheTimeAllTheSame) {  // R-TIME-2
  const SsmReply reply = judged_at(*from_rfc3339("2037-01-01T00:00:00Z"));
  EXPECT_EQ(code_of(reply), FailureCode::signature_expired);
  EXPECT_EQ(reply.server_time, golden::kNow);
  EXPECT_NE(std::get<ExchangeFailed>(reply.answer).text.find("2026-03-02T10:30:00Z"), std::string::npos);
}

TEST(SignerValidity, ATimeThatThisMachinesClockDeniesIsNotBelieved) {
  const SsmReply reply = judged_at(*from_rfc3339("2037-01-01T00:00:00Z"), *from_rfc3339("2037-01-01T00:00:00Z"));
  EXPECT_EQ(code_of(reply), FailureCode::clock_differs);
  EXPECT_EQ(reply.server_time, std::nullopt);
}

}  // namespace
}  // namespace lic
