// The texts of reservation codes alone, against values that were made elsewhere (docs/decisions/0017).
#include "tests/lab/answer_codes.hpp"
#include "tests/lab/authorization_code.hpp"
#include "tests/lab/base58.hpp"
#include "tests/lab/request_code.hpp"

#include <gtest/gtest.h>

namespace ssm_lab_tests {
namespace {

std::string flaw_of(const std::string& request_code) {
  const auto read = ssm_lab::read_request_code(request_code);
  return read ? "" : read.error().text;
}

TEST(Crc8, HasTheCheckValueOfItsCatalogueEntry) {
  // CRC-8/SMBUS in the catalogue of parametrised CRC algorithms: poly 0x07, init 0, check 0xF4.
  EXPECT_EQ(ssm_lab::crc8("123456789"), 0xF4);
  EXPECT_EQ(ssm_lab::crc8(""), 0);
}

TEST(Base58, WritesNumbersPadded) {
  // The third vector of draft-msporny-base58.
  EXPECT_EQ(ssm_lab::to_base58(std::string("\x00\x00\x28\x7f\xb4\xcd", 6), 8), "11233QC4");
  // By Python's divmod over int.from_bytes(b"\xff" * 17, "big").
  EXPECT_EQ(ssm_lab::to_base58(std::string(17, '\xff'), 24), "3QXfYy4b7UPwLJ99wrwKjCyL");
  EXPECT_EQ(ssm_lab::to_base58("", 3), "111");
}

TEST(Base58, ReadsNumbersUpToItsLimit) {
  // By Python: 2**52 - 1 and 7 * 2**36 + 0x123456789.
  EXPECT_EQ(ssm_lab::number_from_base58("cAgvgDfTL"), (std::int64_t{1} << 52) - 1);
  EXPECT_EQ(ssm_lab::number_from_base58("11DmLMg6U"), (std::int64_t{7} << 36) + 0x123456789);
  EXPECT_FALSE(ssm_lab::number_from_base58("zzzzzzzzzzz"));
  EXPECT_FALSE(ssm_lab::number_from_base58("0"));
  EXPECT_FALSE(ssm_lab::is_base58("Il"));
}

TEST(RequestCode, IsTakenApartAtItsLastSeparators) {
  const auto plain = ssm_lab::read_request_code(" CB-ZUCCX:059d8a992467-11DmLMg6U-9b\r\n");
  ASSERT_TRUE(plain) << plain.error().text;
  EXPECT_EQ(plain->text, "CB-ZUCCX:059d8a992467-11DmLMg6U-9b");
  EXPECT_EQ(plain->product, "UCCX");
  EXPECT_EQ(plain->serial, "059d8a992467");
  const auto odd = ssm_lab::read_request_code("CB-ZA:B-C & <D>:S-1-2-cAgvgDfTL-9b");
  ASSERT_TRUE(odd) << odd.error().text;
  EXPECT_EQ(odd->product, "A:B-C & <D>");
  EXPECT_EQ(odd->serial, "S-1-2");
}

TEST(RequestCode, SentencesNameWhatIsWrong) {
  EXPECT_EQ(flaw_of(" \n"),
            "request_code is needed: the text that the machine shows, CB-Z<product>:<serial>-<nonce>-<check>.");
  EXPECT_EQ(flaw_of(std::string(601, 'x')), "The request code is longer than 600 characters.");
  EXPECT_EQ(flaw_of("CB-ZUCCX:S\n-11DmLMg6U-9b"),
            "The request code has a line break or control character in it: copy it as one line.");
  EXPECT_EQ(flaw_of("P:UCCX,S:059d8a992467"), "The request code must begin with CB-Z.");
  for (const char* short_code : {"CB-Z", "CB-ZUCCX:S", "CB-ZUCCX:S-9b"}) {
    EXPECT_EQ(flaw_of(short_code), "The request code must end with -<nonce>-<check digits>.") << short_code;
  }
  EXPECT_EQ(flaw_of("CB-ZUCCX:S-11DmLMg60-3b"),
            "The nonce of the request code must have 9 letters of base58 (no 0, O, I and l): '11DmLMg60'.");
  EXPECT_EQ(flaw_of("CB-ZUCCX:S-11DmLMg6-54"),
            "The nonce of the request code must have 9 letters of base58 (no 0, O, I and l): '11DmLMg6'.");
  EXPECT_EQ(flaw_of("CB-ZUCCX:059d8a992467-11DmLMg6U-9B"),
            "The check digits at the end of the request code must be two of 0-9 and a-f: '9B'.");
  EXPECT_EQ(flaw_of("CB-ZUCCX:059d8a992467-11DmLMg6U-9c"),
            "The check digits of the request code do not fit the rest of it: was it copied without a slip?");
  EXPECT_EQ(flaw_of("CB-ZUCCX:S-cAgvgDfTM-03"), "The nonce of the request code is larger than 52 bits: 'cAgvgDfTM'.");
  EXPECT_EQ(flaw_of("CB-ZUCCX-11DmLMg6U-ec"), "The request code has no ':' between product and serial number.");
  EXPECT_EQ(flaw_of("CB-Z:SERIAL-11DmLMg6U-cc"), "The request code names no product before its ':'.");
  EXPECT_EQ(flaw_of("CB-ZUCCX:-11DmLMg6U-19"), "The request code names no serial number after its ':'.");
}

TEST(RequestCode, EverySlipOfOneLetterIsNoticed) {
  const std::string good = "CB-ZUCCX:059d8a992467-11DmLMg6U-9b";
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string slip = good;
    slip[at] = slip[at] == '5' ? '6' : '5';
    EXPECT_NE(flaw_of(slip), "") << slip;
  }
}

TEST(Instance, IsTheNameBasedUuidOfTheRequest) {
  // By Python: uuid.uuid5(uuid.NAMESPACE_URL, text).
  EXPECT_EQ(ssm_lab::instance_of_request("http://example.com/"), "0a300ee9-f9e4-5697-a51a-efc7fafaba67");
  EXPECT_EQ(ssm_lab::instance_of_request("CB-ZUCCX:059d8a992467-11DmLMg6U-9b"), "a65ead59-c826-5ba3-abb1-102254d02a1f");
}

TEST(AnswerCodes, AreWhatPythonsHmacGives) {
  // hmac.new(instance, b"confirmation:" + bytes, sha256).hexdigest()[:8], and divmod by 58 over the first 17 bytes of
  // the same with b"return:".
  const ssm_lab::SignedCode code{"a65ead59-c826-5ba3-abb1-102254d02a1f",
                                 "<authorizationCode></authorizationCode>P:UCCX,S:059d8a992467"};
  EXPECT_EQ(ssm_lab::confirmation_code_of(code), "5ad0d77f");
  EXPECT_EQ(ssm_lab::return_code_of(code), "CC-35mQAj-dpiYNo-UV3hzS-ZfoquB");
}

TEST(AnswerCodes, WhiteSpaceNeverCounts) {
  EXPECT_EQ(*ssm_lab::read_confirmation_code(" 5ad0\n d77f\t"), "5ad0d77f");
  EXPECT_EQ(*ssm_lab::read_return_code("CC-35mQAj-dpiYNo-\r\n  UV3hzS-ZfoquB "), "CC-35mQAj-dpiYNo-UV3hzS-ZfoquB");
}

TEST(AnswerCodes, OtherFormsAreRefusedWithASentence) {
  for (const char* text : {"", "5ad0d77", "5ad0d77f0", "5AD0D77F", "5ad0d77g"}) {
    const auto read = ssm_lab::read_confirmation_code(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().text,
              "A confirmation code has 8 digits of 0-9 and a-f, as the machine shows it after the update.");
  }
  for (const char* text : {"", "CC", "CC-35mQAj", "CD-35mQAj-dpiYNo-UV3hzS-ZfoquB", "CC-35mQAjdpiYNoUV3hzSZfoquB",
                           "CC-35mQAj-dpiYNo-UV3hzS-Zfoqu0", "CC-35mQAj-dpiYNo-UV3hzS-ZfoquBB"}) {
    const auto read = ssm_lab::read_return_code(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().text.rfind("A return code is CC and four groups of 6 letters", 0), 0U);
  }
}

TEST(AuthorizationCode, IsThePublicShapeElementForElement) {
  ssm_lab::AuthorizationOrder order;
  order.instance = "6ca07f56-145c-4ace-bdc2-40417fd49d47";
  order.udi = ssm_lab::device_text({"UCM", "cc920", "e53fc968-0253-4d61-a355-ba908a6cc920"});
  order.timestamp_ms = 1'552'292'522'579;
  order.wish.counts = {{"regid.2017-02.com.cisco.UCM_CUWL,12.0_cc59375a-1cd8-4b36-8366-6f4d2abba965", 5}};
  // The sample of wire.md P11 with our own names; its signature is the vendor's.
  EXPECT_EQ(ssm_lab::assemble(ssm_lab::write_parts(order), "MEYC"),
            "<specificPLR><authorizationCode><flag>A</flag><version>C</version>"
            "<piid>6ca07f56-145c-4ace-bdc2-40417fd49d47</piid><timestamp>1552292522579</timestamp><entitlements>"
            "<entitlement><tag>regid.2017-02.com.cisco.UCM_CUWL,12.0_cc59375a-1cd8-4b36-8366-6f4d2abba965</tag>"
            "<count>5</count><startDate></startDate><endDate></endDate><licenseType>PERPETUAL</licenseType>"
            "<displayName>UC Manager CUWL License</displayName>"
            "<tagDescription>UC Manager CUWL License (12.0)</tagDescription><subscriptionID></subscriptionID>"
            "</entitlement></entitlements></authorizationCode><signature>MEYC</signature>"
            "<udi>P:UCM,S:cc920,U:e53fc968-0253-4d61-a355-ba908a6cc920</udi></specificPLR>");
}

TEST(AuthorizationCode, TermsHaveDatesAndTextIsEscaped) {
  ssm_lab::AuthorizationOrder order;
  order.udi = ssm_lab::device_text({"A&B", "<1>", std::nullopt});
  order.wish = {{{"a<b>&c", 1}}, 1'735'689'600'000, 1'806'451'200'000};
  const ssm_lab::CodeParts parts = ssm_lab::write_parts(order);
  EXPECT_EQ(parts.udi, "P:A&amp;B,S:&lt;1&gt;");
  EXPECT_NE(parts.element.find("<tag>a&lt;b&gt;&amp;c</tag><count>1</count><startDate>2025-01-01T00:00:00Z</startDate>"
                               "<endDate>2027-03-31T00:00:00Z</endDate><licenseType>TERM</licenseType>"),
            std::string::npos)
      << parts.element;
  EXPECT_EQ(ssm_lab::signed_bytes(parts), parts.element + parts.udi);
}

}  // namespace
}  // namespace ssm_lab_tests
