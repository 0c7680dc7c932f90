#include <gtest/gtest.h>

#include "agent/time_text.hpp"
#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/chain.hpp"
#include "transport/crypto/key_reading.hpp"

namespace lic {
namespace {

ChainOutcome judge(const std::string& leaf, const std::vector<std::string>& intermediates,
                   const std::vector<std::string>& roots, WallTime at) {
  const auto parsed = ParsedCertificate::read(golden::certificate(leaf));
  std::vector<ParsedCertificate> between;
  for (const std::string& name : intermediates) between.push_back(*ParsedCertificate::read(golden::certificate(name)));
  std::vector<std::string> anchors;
  for (const std::string& name : roots) anchors.push_back(golden::certificate(name));
  return verify_chain(Chain{*parsed, between, anchors}, at);
}

WallTime at(const char* text) { return *from_rfc3339(text); }

TEST(Chain, OfSignerSubCaAndPinnedRootIsTrusted) {
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"root"}, golden::kNow).verdict, ChainVerdict::trusted);
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"other_root", "root"}, golden::kNow).verdict, ChainVerdict::trusted);
}

TEST(Chain, WithoutItsRootOrItsSubCaIsNotTrusted) {
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"other_root"}, golden::kNow).verdict, ChainVerdict::untrusted);
  EXPECT_EQ(judge("signer", {"sub_ca"}, {}, golden::kNow).verdict, ChainVerdict::untrusted);
  EXPECT_EQ(judge("signer", {}, {"root"}, golden::kNow).verdict, ChainVerdict::untrusted);
}

TEST(Chain, NeverTakesAnOrdinaryCertificateForACertificateAuthority) {
  const auto outcome = judge("agent_old", {"signer"}, {"root"}, golden::kNow);
  EXPECT_EQ(outcome.verdict, ChainVerdict::untrusted);
  EXPECT_FALSE(outcome.text.empty());
}

TEST(Chain, ToleratesADayAtTheBeginningOnly) {  // wire P6; the signer is valid 2026-01-01 .. 2036-01-01
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"root"}, at("2025-12-31T00:00:01Z")).verdict, ChainVerdict::trusted);
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"root"}, at("2025-12-30T23:59:00Z")).verdict, ChainVerdict::outside_validity);
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"root"}, at("2036-01-01T00:00:01Z")).verdict, ChainVerdict::outside_validity);
}

TEST(Chain, WrongInTimeAndInIssuerIsUntrusted) {
  EXPECT_EQ(judge("signer", {"sub_ca"}, {"other_root"}, at("2050-01-01T00:00:00Z")).verdict, ChainVerdict::untrusted);
}

TEST(Chain, WithADigestThatCanBeForgedIsNotTrusted) {
  const auto signer = ParsedCertificate::read(golden::certificate("signer"));
  const KeyPtr issuer = read_private_key(golden::key("sub_ca"));
  X509Ptr weak{X509_dup(signer->handle())};
  ASSERT_GT(X509_sign(weak.get(), issuer.get(), EVP_sha1()), 0);
  const auto leaf = ParsedCertificate::take(std::move(weak));
  std::vector<ParsedCertificate> between;
  between.push_back(*ParsedCertificate::read(golden::certificate("sub_ca")));
  const std::vector<std::string> anchors{golden::certificate("root")};
  const ChainOutcome outcome = verify_chain(Chain{*leaf, between, anchors}, golden::kNow);
  EXPECT_EQ(outcome.verdict, ChainVerdict::untrusted);
  EXPECT_NE(outcome.text.find("weak"), std::string::npos) << outcome.text;
}

}  // namespace
}  // namespace lic
