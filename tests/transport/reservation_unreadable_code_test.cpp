// Codes that are none by their form, or that nobody signed: no parser sees them.
#include <gtest/gtest.h>

#include "tests/transport/reservation_signing.hpp"
#include "tests/transport/reservation_wrong_code.hpp"
#include "transport/reservation/authorization_code.hpp"

namespace lic::golden {
namespace {

class UnreadableCode : public testing::TestWithParam<WrongCode> {};

TEST_P(UnreadableCode, IsRefusedWithItsOwnSentence) { expect_refused(GetParam()); }

const std::string kUnreadable = "the authorization code cannot be read: ";
const std::string kNotSigned =
    "the signature of the authorization code is not that of CN=Test Reservation Signer, so its text is not what was "
    "issued";

constexpr Spoilt kSigned = Spoilt::signed_xml;
constexpr Spoilt kAfter = Spoilt::finished;

INSTANTIATE_TEST_SUITE_P(
    Markup, UnreadableCode,
    testing::Values(
        WrongCode{"DocumentType", kSigned, "<flag>", "<!DOCTYPE code SYSTEM \"file:///etc/passwd\"><flag>",
                  kUnreadable + "it has a document type at byte 32"},
        WrongCode{"DocumentTypeBefore", kAfter, "<specificPLR>", "<!DOCTYPE x><specificPLR>",
                  kUnreadable + "it has a document type at byte 0"},
        WrongCode{"EntityBomb", kAfter, "<specificPLR>",
                  "<!DOCTYPE b [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><specificPLR>",
                  kUnreadable + "it has a document type at byte 0"},
        WrongCode{"EntityDeclaration", kAfter, "<signature>", "<!ENTITY a \"aaaa\"><signature>",
                  kUnreadable + "it has an entity declaration at byte 801"},
        WrongCode{"EntityReference", kSigned, "Premium seats", "&bomb;",
                  kUnreadable + "it has a reference to an entity that is no character at byte 684"},
        WrongCode{"ReferenceToZero", kSigned, "Premium seats", "a&#0;b",
                  kUnreadable + "it has a reference to an entity that is no character at byte 685"},
        WrongCode{"ReferenceToEscape", kSigned, "Premium seats", "a&#x1b;b",
                  kUnreadable + "it has a reference to an entity that is no character at byte 685"},
        WrongCode{"ReferenceBeyondUnicode", kSigned, "Premium seats", "a&#x110000;b",
                  kUnreadable + "it has a reference to an entity that is no character at byte 685"},
        WrongCode{"ReferenceToHalfACharacter", kSigned, "Premium seats", "a&#xD800;b",
                  kUnreadable + "it has a reference to an entity that is no character at byte 685"},
        WrongCode{"BareAmpersand", kSigned, "Premium seats", "R&D seats",
                  kUnreadable + "it has a reference to an entity that is no character at byte 685"},
        WrongCode{"Instruction", kAfter, "<specificPLR>", "<?xml version=\"1.0\"?><specificPLR>",
                  kUnreadable + "it has a processing instruction at byte 0"},
        WrongCode{"Comment", kSigned, "<flag>", "<!-- A --><flag>", kUnreadable + "it has a comment at byte 32"},
        WrongCode{"Cdata", kSigned, ">A<", "><![CDATA[A]]><", kUnreadable + "it has a CDATA section at byte 38"},
        WrongCode{"Attribute", kSigned, "<flag>", "<flag x=\"1\">",
                  kUnreadable + "it has a tag that is broken or holds more than a name at byte 32"},
        WrongCode{"HiddenInAnAttribute", kAfter, "<specificPLR>", "<specificPLR x=\"<authorizationCode>\">",
                  kUnreadable + "it has a tag that is broken or holds more than a name at byte 0"},
        WrongCode{"BareLess", kSigned, "Premium seats", "a < b",
                  kUnreadable + "it has a tag that is broken or holds more than a name at byte 686"},
        WrongCode{"ZeroByte", kSigned, "Premium seats", std::string("a\0b", 3),
                  kUnreadable + "it holds a zero byte at byte 685"},
        WrongCode{"Escape", kSigned, "Premium seats", "a\x1b[2Jb",
                  kUnreadable + "it holds a control character at byte 685"},
        WrongCode{"HighControl", kSigned, "Premium seats", "a\u009bb",
                  kUnreadable + "it holds a control character at byte 685"},
        WrongCode{"NotUtf8", kSigned, "Premium seats", "a\xff", kUnreadable + "it is not UTF-8 at byte 685"},
        WrongCode{"Overlong", kSigned, "Premium seats", "a\xc0\xbc", kUnreadable + "it is not UTF-8 at byte 685"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Form, UnreadableCode,
    testing::Values(
        WrongCode{"OtherRoot", kAfter, "specificPLR>", "universalPLR>",
                  kUnreadable + "it does not begin with <specificPLR>"},
        WrongCode{"SomeWords", kAfter, "<specificPLR>", "Your code: <specificPLR>",
                  kUnreadable + "it does not begin with <specificPLR>"},
        WrongCode{"NoCode", kAfter, "authorizationCode>", "other>",
                  kUnreadable + "it has no <authorizationCode> where one belongs"},
        WrongCode{"NoEndOfCode", kAfter, "</authorizationCode>", "", kUnreadable + "it has no </authorizationCode>"},
        WrongCode{"CodeTwice", kAfter, "<specificPLR>",
                  "<specificPLR><authorizationCode><flag>A</flag></authorizationCode>",
                  kUnreadable + "it has the element <authorizationCode> twice"},
        WrongCode{"NoSignature", kAfter, "signature>", "other>",
                  kUnreadable + "it has no <signature> where one belongs"},
        WrongCode{"SignatureTwice", kAfter, "<udi>", "<signature>AAAA</signature><udi>",
                  kUnreadable + "it has the element <signature> twice"},
        WrongCode{"NoUdi", kAfter, "udi>", "other>", kUnreadable + "it has no <udi> where one belongs"},
        WrongCode{"UdiTwice", kAfter, "</udi>", "</udi><udi>P:A,S:B</udi>",
                  kUnreadable + "it has the element <udi> twice"},
        WrongCode{"UnknownOutside", kAfter, "<signature>", "<new>1</new><signature>",
                  kUnreadable + "it has no <signature> where one belongs"},
        WrongCode{"NoEnd", kAfter, "</specificPLR>", "", kUnreadable + "it has no </specificPLR> where one belongs"},
        WrongCode{"MoreBehind", kAfter, "</specificPLR>", "</specificPLR>x", kUnreadable + "something follows its end"},
        WrongCode{"SignatureOfOtherLetters", kAfter, "<signature>M", "<signature>-",
                  kUnreadable + "its signature is no base64"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Signature, UnreadableCode,
    testing::Values(
        WrongCode{"OtherFlagAfter", kAfter, "<flag>A", "<flag>B", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"MoreCount", kAfter, "<count>40", "<count>49", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"LaterEnd", kAfter, "2027-03-31", "2037-03-31", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherTag", kAfter, "example.STD", "example.OTH", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherName", kAfter, "Premium Seat", "Premium Bed!", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherInstance", kAfter, "b1a9374d", "b1a9374e", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherTime", kAfter, "1772447400250", "1772447400251", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherMachine", kAfter, "S:059d8a992467", "S:059d8a992468", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"OtherSpelling", kAfter, "&amp;", "&#38;", kNotSigned, ErrorCode::data_corrupt},
        WrongCode{"SignatureWithMoreBefore", kAfter, "<signature>M", "<signature>AAAAM", kNotSigned,
                  ErrorCode::data_corrupt}),
    name_of);

TEST(UnreadableText, OfTwoMegabytesIsRefusedUnread) {
  const std::string huge = finished(good_code()) + std::string(2'000'000, ' ');
  EXPECT_EQ(refusal_of(huge).what, "the authorization code is longer than 64 KiB, which none is");
}

TEST(UnreadableText, MayBeSixtyFourKibibytesLong) {
  const std::string good = finished(good_code());
  const std::string padding(64 * 1024 - good.size(), ' ');
  EXPECT_TRUE(read_authorization_code(good + padding, test_signers()).has_value());
  EXPECT_EQ(refusal_of(good + padding + " ").code, ErrorCode::invalid_argument);
}

TEST(UnreadableText, ThatIsNothingSaysSo) {
  for (const char* text : {"", " \r\n", "\"\"", "''"})
    EXPECT_EQ(refusal_of(text).what, "the authorization code is empty") << text;
}

TEST(UnreadableText, ThatIsTheRequestCodeSaysWhereThatBelongs) {
  const Error error = refusal_of("CB-ZUCCX:059d8a992467-112ohWHHR-47");
  EXPECT_EQ(error.what, "the authorization code is no such code: it is the request code of a machine");
  EXPECT_EQ(error.remedy,
            "enter the request code at the software manager, and install the authorization code that it gives");
}

TEST(UnreadableText, ThatIsAReturnCodeIsRefused) {
  EXPECT_EQ(refusal_of("CC-2g4usg-nUqCk5-Ru8Tfe-LmwwVH").what, kUnreadable + "it does not begin with <specificPLR>");
}

}  // namespace
}  // namespace lic::golden
