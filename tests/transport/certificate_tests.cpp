#include <gtest/gtest.h>

#include "agent/time_text.hpp"
#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/base64.hpp"
#include "transport/crypto/keys.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

std::string without_frame(const std::string& pem) {
  const std::size_t begin = pem.find('\n');
  return pem.substr(begin, pem.find("-----END") - begin);
}

TEST(ParsedCertificate, TellsItsFacts) {  // wire P7
  const auto certificate = ParsedCertificate::read(golden::certificate("agent_old"));
  ASSERT_TRUE(certificate.has_value()) << certificate.error().what;
  EXPECT_EQ(certificate->facts().serial, "59023864");
  EXPECT_EQ(to_rfc3339(certificate->facts().not_before), "2026-03-02T10:25:00Z");
  EXPECT_EQ(to_rfc3339(certificate->facts().not_after), "2027-03-02T10:25:00Z");
  EXPECT_EQ(certificate->subject_serial_number(), golden::kInstance);
  EXPECT_EQ(certificate->issuer(), "O=smart-agent tests,CN=Golden Sub CA");
}

TEST(ParsedCertificate, ASerialNumberWithoutEndIsRefused) {  // its decimal digits would take the loop a second
  const auto model = ParsedCertificate::read(golden::certificate("agent_old"));
  for (const std::size_t size : {20U, 64U, 65U, 40'000U}) {
    X509Ptr other{X509_dup(model->handle())};
    const std::string bytes(size, '\x7f');
    ASN1_STRING_set(X509_get_serialNumber(other.get()), bytes.data(), static_cast<int>(size));
    EXPECT_EQ(ParsedCertificate::take(std::move(other)).has_value(), size <= 64) << size;
  }
}

TEST(ParsedCertificate, IsTheSameFromPemAndFromBase64Der) {  // wire P5.1
  const std::string pem = golden::certificate("agent_old");
  const auto from_der = ParsedCertificate::read(without_frame(pem));
  ASSERT_TRUE(from_der.has_value()) << from_der.error().what;
  EXPECT_EQ(from_der->facts(), ParsedCertificate::read(pem)->facts());
}

TEST(ParsedCertificate, WithoutASerialNumberInItsSubjectHasNone) {
  EXPECT_EQ(ParsedCertificate::read(golden::certificate("root"))->subject_serial_number(), std::nullopt);
}

TEST(ParsedCertificate, KnowsItsKey) {
  const auto certificate = ParsedCertificate::read(golden::certificate("agent_old"));
  EXPECT_TRUE(certificate->has_key_of_csr(golden::csr("agent_old")));
  EXPECT_FALSE(certificate->has_key_of_csr(golden::csr("agent_new")));
  EXPECT_FALSE(certificate->has_key_of_csr("no request"));
  EXPECT_TRUE(certificate->has_key_of(golden::key("agent_old")));
  EXPECT_FALSE(certificate->has_key_of(golden::key("agent_new")));
}

TEST(ParsedCertificate, IsNotMadeOfAnythingElse) {
  for (const std::string& text : {std::string{}, std::string{"hello"}, to_base64("no certificate"),
                                  std::string{"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
                                  golden::file("keys/root.key.pem")}) {
    const auto certificate = ParsedCertificate::read(text);
    ASSERT_TRUE(certificate.has_error());
    EXPECT_EQ(certificate.error().code, ErrorCode::data_corrupt);
    EXPECT_FALSE(certificate.error().what.empty());
  }
}

TEST(Keys, AFreshKeySignsAndItsRequestNamesTheProduct) {  // R-REG-1
  const auto made = make_key_and_csr(CsrSubject{"UCCX", "smart-agent"});
  ASSERT_TRUE(made.has_value()) << made.error().what;
  const auto* bytes = reinterpret_cast<const unsigned char*>(made->csr_der.data());
  const CsrPtr request{d2i_X509_REQ(nullptr, &bytes, static_cast<long>(made->csr_der.size()))};
  ASSERT_TRUE(request);
  const KeyPtr key{X509_REQ_get_pubkey(request.get())};
  EXPECT_EQ(X509_REQ_verify(request.get(), key.get()), 1);
  EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 2048);
  EXPECT_EQ(text_of(X509_REQ_get_subject_name(request.get())), "O=smart-agent,CN=UCCX");
  EXPECT_EQ(sign_sha256(made->private_key_pem, "message")->size(), 256U);
}

TEST(Keys, SignatureVerifiesWithTheCertificateAndWithNoOther) {
  const std::string signature = *sign_sha256(golden::key("agent_old"), "message");
  EXPECT_TRUE(ParsedCertificate::read(golden::certificate("agent_old"))->signed_these({"message", signature}));
  EXPECT_FALSE(ParsedCertificate::read(golden::certificate("agent_old"))->signed_these({"massage", signature}));
  EXPECT_FALSE(ParsedCertificate::read(golden::certificate("agent_new"))->signed_these({"message", signature}));
  EXPECT_FALSE(ParsedCertificate::read(golden::certificate("agent_old"))->signed_these({"message", ""}));
}

TEST(Keys, AnUnreadableKeyIsAnErrorWithARemedy) {
  const auto signature = sign_sha256(Secret{"no key"}, "message");
  ASSERT_TRUE(signature.has_error());
  EXPECT_EQ(signature.error().code, ErrorCode::data_corrupt);
  EXPECT_FALSE(signature.error().remedy.empty());
}

}  // namespace
}  // namespace lic
