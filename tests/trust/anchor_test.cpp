// Which certificates may be taken in, and what is said of those that may not.
#include <openssl/x509.h>

#include <gtest/gtest.h>

#include "daemon/trust/anchor.hpp"
#include "tests/trust/golden_keys.hpp"
#include "transport/crypto/key_reading.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::test {
namespace {

// A server's certificate that vouches for itself alone, as appliances have them.
std::string self_signed_server(Millis ends_after_now) {
  const KeyPtr key = read_private_key(Secret(golden_file("agent_new.key.pem")));
  X509Ptr certificate{X509_new()};
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 7);
  const auto seconds = [](WallTime time) { return time.time_since_epoch() / kSecond; };
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(kNow - 400 * kDay));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(kNow + ends_after_now));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("ssm.example.com"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_set_pubkey(certificate.get(), key.get());
  X509_EXTENSION* const not_an_authority = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "CA:FALSE");
  X509_add_ext(certificate.get(), not_an_authority, -1);
  X509_EXTENSION_free(not_an_authority);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return ParsedCertificate::take(std::move(certificate))->facts().pem;
}

Error refusal(const std::string& pem, AnchorRole role) {
  const auto judged = judge_anchors(pem, role, kNow);
  EXPECT_TRUE(judged.has_error()) << pem.substr(0, 40);
  return judged.has_error() ? judged.error() : Error{};
}

TEST(Anchor, AuthorityMayVouchForBoth) {
  for (const AnchorRole role : {AnchorRole::tls, AnchorRole::message}) {
    const auto judged = judge_anchors(golden_file("root.pem"), role, kNow);
    ASSERT_TRUE(judged.has_value()) << judged.error().what;
    ASSERT_EQ(judged->size(), 1U);
    EXPECT_EQ(judged->front().subject, judged->front().issuer);
    EXPECT_LT(judged->front().not_before, kNow);
    EXPECT_GT(judged->front().not_after, kNow);
  }
}

TEST(Anchor, EveryCertificateOfAFileIsJudged) {
  const std::string two = golden_file("root.pem") + "some words between\n" + golden_file("other_root.pem");
  const auto judged = judge_anchors(two, AnchorRole::tls, kNow);
  ASSERT_TRUE(judged.has_value()) << judged.error().what;
  EXPECT_EQ(judged->size(), 2U);
  refusal(golden_file("root.pem") + golden_file("signer.pem"), AnchorRole::tls);
}

TEST(Anchor, IntermediateAuthorityMayVouchForServersOnly) {
  EXPECT_TRUE(judge_anchors(golden_file("sub_ca.pem"), AnchorRole::tls, kNow).has_value());
  const Error error = refusal(golden_file("sub_ca.pem"), AnchorRole::message);
  EXPECT_NE(error.what.find("is no root"), std::string::npos) << error.what;
  EXPECT_NE(error.remedy.find("import the certificate of its issuer"), std::string::npos);
}

TEST(Anchor, SelfSignedServerMayVouchForItself) {
  EXPECT_TRUE(judge_anchors(self_signed_server(kDay), AnchorRole::tls, kNow).has_value());
  EXPECT_NE(refusal(self_signed_server(kDay), AnchorRole::message).what.find("vouches for no signer"),
            std::string::npos);
}

TEST(Anchor, ServerOfSomebodyElseVouchesForNobody) {
  const Error error = refusal(golden_file("signer.pem"), AnchorRole::tls);
  EXPECT_NE(error.what.find("is a server's and vouches for nobody"), std::string::npos) << error.what;
}

TEST(Anchor, RootIsForMessagesAndTheSameKeyForServersAmongThose) {
  EXPECT_EQ(anchors_in(golden_file("root.pem"), AnchorRole::message)->front().role, AnchorRole::message);
  EXPECT_EQ(anchors_in(golden_file("root.pem"), AnchorRole::tls)->front().role, AnchorRole::tls);
}

TEST(Anchor, OnTheCurveP256SignsAuthorizationCodes) {
  const auto judged = judge_anchors(golden_file("reservation_signer.pem"), AnchorRole::message, kNow);
  ASSERT_TRUE(judged.has_value()) << judged.error().what;
  EXPECT_EQ(judged->front().role, AnchorRole::reservation);
  EXPECT_EQ(name_of(judged->front().role), "reservation");
}

TEST(Anchor, OfAnotherCurveIsGoodForNothingAmongMessages) {
  const Error error = refusal(golden_file("other_curve.pem"), AnchorRole::message);
  EXPECT_EQ(
      error.what,
      "the certificate of O=smart-agent tests,CN=Other Curve has a key that is neither RSA nor on the curve P-256");
  EXPECT_EQ(error.remedy, "import an RSA root for SSM's answers, or the P-256 certificate of its reservation signer");
  EXPECT_TRUE(judge_anchors(golden_file("other_curve.pem"), AnchorRole::tls, kNow).has_value());
}

TEST(Anchor, OfAnotherCurveIsPassedOverInAFile) {
  const std::string two = golden_file("other_curve.pem") + golden_file("reservation_signer.pem");
  EXPECT_EQ(anchors_in(two, AnchorRole::message)->size(), 1U);
  EXPECT_EQ(
      anchors_in(golden_file("other_curve.pem"), AnchorRole::message).error().what,
      "the certificate of O=smart-agent tests,CN=Other Curve has a key that is neither RSA nor on the curve P-256, "
      "so it vouches for nothing");
}

TEST(Anchor, SignerThatHasEndedIsRefused) {
  const auto late = judge_anchors(golden_file("reservation_signer.pem"), AnchorRole::message, kNow + 4000 * kDay);
  ASSERT_TRUE(late.has_error());
  EXPECT_NE(late.error().what.find("ended at 2036-01-01T00:00:00Z"), std::string::npos) << late.error().what;
}

TEST(Anchor, EndedOneIsRefusedWithItsDate) {
  const Error error = refusal(self_signed_server(-kDay), AnchorRole::tls);
  EXPECT_EQ(error.what, "the certificate of CN=ssm.example.com ended at 2026-03-01T10:30:00Z");
}

TEST(Anchor, PrivateKeysAreRefusedAndNotRepeated) {
  const std::string key = golden_file("root.key.pem");
  const Error error = refusal(golden_file("root.pem") + key, AnchorRole::tls);
  EXPECT_EQ(error.what, "the file holds a private key, which must not leave its server");
  EXPECT_EQ(refusal(key, AnchorRole::message).what, error.what);
}

TEST(Anchor, WhatIsNoCertificateIsRefused) {
  for (const std::string& text : {std::string{}, std::string{"hello"}, std::string(kAnchorTextBytesMax + 1, 'x'),
                                  golden_file("root.pem").substr(0, 300), golden_file("agent_new.csr.der")}) {
    const Error error = refusal(text, AnchorRole::tls);
    EXPECT_EQ(error.code, ErrorCode::invalid_argument);
    EXPECT_FALSE(error.remedy.empty());
  }
  const std::string half = golden_file("root.pem") + golden_file("other_root.pem").substr(0, 300);
  refusal(half, AnchorRole::tls);
}

}  // namespace
}  // namespace lic::test
