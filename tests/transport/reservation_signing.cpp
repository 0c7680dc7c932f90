#include "tests/transport/reservation_signing.hpp"

#include <openssl/ec.h>

#include <gtest/gtest.h>

#include "transport/crypto/base64.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::golden {
namespace {

long seconds(TrustedTime time) { return static_cast<long>(time.time_since_epoch() / kSecond); }

X509Ptr self_signed(const SignerShape& shape, EVP_PKEY* key) {
  X509Ptr certificate{X509_new()};
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 5);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(kTrustedNow + shape.begins_in));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(kTrustedNow + shape.ends_in));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(shape.common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  X509_set_pubkey(certificate.get(), key);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

std::string license(const std::string& tag, const std::string& rest) {
  return "<entitlement><tag>" + tag + "</tag>" + rest + "</entitlement>";
}

}  // namespace

ReservationSigner::ReservationSigner(const SignerShape& shape) : key_(EVP_EC_gen(shape.curve.c_str())) {
  certificate_ = ParsedCertificate::take(self_signed(shape, key_.get()))->facts().pem;
}

std::string ReservationSigner::sign(std::string_view text) const {
  const DigestContextPtr context{EVP_MD_CTX_new()};
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size());
  signature.resize(size);
  return signature;
}

const ReservationSigner& test_signer() {
  static const ReservationSigner signer;
  return signer;
}

const ReservationSigners& test_signers() {
  static const ReservationSigners signers{{test_signer().certificate()}, "/etc/smart-agent/ssm-roots.d", kTrustedNow};
  return signers;
}

CodeText good_code() {
  const std::string standard =
      license("regid.example.STD,1.0_1",
              "<count>10</count><startDate></startDate><endDate></endDate><licenseType>PERPETUAL</licenseType>"
              "<displayName>Standard Seat &amp; more</displayName><tagDescription>Standard seats</tagDescription>"
              "<subscriptionID></subscriptionID>");
  const std::string premium =
      license("regid.example.PRE,1.0_2",
              "<count>40</count><startDate>2026-03-01T00:00:00Z</startDate><endDate>2027-03-31T00:00:00Z</endDate>"
              "<licenseType>TERM</licenseType><displayName>Premium Seat</displayName>"
              "<tagDescription>Premium seats</tagDescription><subscriptionID>Sub-1</subscriptionID>");
  return {
      "<authorizationCode><flag>A</flag><version>C</version><piid>b1a9374d-3df1-504e-85df-8b5f036e7ef6</piid>"
      "<timestamp>1772447400250</timestamp><entitlements>" +
          standard + premium + "</entitlements></authorizationCode>",
      "P:UCCX,S:059d8a992467,U:e53fc968-0253-4d61-a355-ba908a6cc920"};
}

std::string finished(const CodeText& code) {
  return "<specificPLR>" + code.signed_xml + "<signature>" + to_base64(test_signer().sign(code.signed_xml + code.udi)) +
         "</signature><udi>" + code.udi + "</udi></specificPLR>";
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << "there is no " << from;
  for (; place != std::string::npos; place = text.find(from, place + to.size())) text.replace(place, from.size(), to);
  return text;
}

}  // namespace lic::golden
