// Codes that SSM signed and that cannot be used all the same.
#include <gtest/gtest.h>

#include "tests/transport/reservation_signing.hpp"
#include "tests/transport/reservation_wrong_code.hpp"

namespace lic::golden {
namespace {

class UnusableCode : public testing::TestWithParam<WrongCode> {};

TEST_P(UnusableCode, IsRefusedWithItsOwnSentence) { expect_refused(GetParam()); }

const std::string kUnusable = "the authorization code is signed well but cannot be used: ";
const std::string kSecond = "license 2 (regid.example.PRE,1.0_2) ";
const std::string kNoDate = ", which is no date like 2027-03-31T00:00:00Z";
const std::string kNoCount = ", which is no number from 1 to 2147483647";
const std::string kNoUdi = "it has a udi that is not P:<pid>,S:<serial> with or without ,U:<uuid>";
const std::string kNoTag = "license 1 has no tag of 1 to 256 printable characters without spaces";

constexpr Spoilt kSigned = Spoilt::signed_xml;

INSTANTIATE_TEST_SUITE_P(
    Head, UnusableCode,
    testing::Values(
        WrongCode{"OtherFlag", kSigned, "<flag>A<", "<flag>B<",
                  kUnusable + "it has the flag \"B\", and this agent knows \"A\" alone"},
        WrongCode{"NoFlag", kSigned, "<flag>A</flag>", "", kUnusable + "it has no element <flag>"},
        WrongCode{"TwoFlags", kSigned, "<flag>A</flag>", "<flag>A</flag><flag>A</flag>",
                  kUnusable + "it has the element <flag> twice"},
        WrongCode{"OtherVersion", kSigned, "<version>C<", "<version>D<",
                  kUnusable + "it has the version \"D\", and this agent knows \"C\" alone"},
        WrongCode{"NoVersion", kSigned, "<version>C</version>", "", kUnusable + "it has no element <version>"},
        WrongCode{"NoPiid", kSigned, "piid>", "other>", kUnusable + "it has no element <piid>"},
        WrongCode{"TwoPiids", kSigned, "<piid>", "<piid></piid><piid>", kUnusable + "it has the element <piid> twice"},
        WrongCode{"PiidThatIsNoUuid", kSigned, "b1a9374d-", "b1a9374g-", kUnusable + "it has a piid that is no UUID"},
        WrongCode{"PiidThatIsTooLong", kSigned, "7ef6</piid>", "7ef60</piid>",
                  kUnusable + "it has a piid that is no UUID"},
        WrongCode{"NoTimestamp", kSigned, "timestamp>", "other>", kUnusable + "it has no element <timestamp>"},
        WrongCode{"TimestampOfText", kSigned, "1772447400250", "today",
                  kUnusable + "it has the timestamp \"today\", which is no number from 1 to 253402300799999"},
        WrongCode{"TimestampBeyondTheCalendar", kSigned, "1772447400250", "253402300800000",
                  kUnusable + "it has the timestamp \"253402300800000\", which is no number from 1 to 253402300799999"},
        WrongCode{
            "TimestampBeyondNumbers", kSigned, "1772447400250", "99999999999999999999",
            kUnusable + "it has the timestamp \"99999999999999999999\", which is no number from 1 to 253402300799999"},
        WrongCode{"NoEntitlements", kSigned, "entitlements>", "other>", kUnusable + "it has no element <entitlements>"},
        WrongCode{"TwoEntitlements", kSigned, "<entitlements>", "<entitlements/><entitlements>",
                  kUnusable + "it has the element <entitlements> twice"},
        WrongCode{"NoLicense", kSigned, "entitlement>", "other>", kUnusable + "it has no license"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    License, UnusableCode,
    testing::Values(
        WrongCode{"NoTag", kSigned, "<tag>regid.example.STD,1.0_1</tag>", "",
                  kUnusable + "license 1 has no element <tag>"},
        WrongCode{"EmptyTag", kSigned, "regid.example.STD,1.0_1", "", kUnusable + kNoTag},
        WrongCode{"TagWithASpace", kSigned, "regid.example.STD", "regid example.STD", kUnusable + kNoTag},
        WrongCode{"TagTooLong", kSigned, "regid.example.STD,1.0_1", std::string(257, 'x'), kUnusable + kNoTag},
        WrongCode{"TwoTags", kSigned, "</tag><count>10", "</tag><tag>x</tag><count>10",
                  kUnusable + "license 1 has the element <tag> twice"},
        WrongCode{"SameTagAgain", kSigned, "regid.example.PRE,1.0_2", "regid.example.STD,1.0_1",
                  kUnusable + "license 2 has the tag regid.example.STD,1.0_1 of an earlier one"},
        WrongCode{"NoCount", kSigned, "<count>40</count>", "", kUnusable + kSecond + "has no element <count>"},
        WrongCode{"TwoCounts", kSigned, "<count>40</count>", "<count>40</count><count>40</count>",
                  kUnusable + kSecond + "has the element <count> twice"},
        WrongCode{"CountZero", kSigned, "<count>40", "<count>0",
                  kUnusable + kSecond + "has the count \"0\"" + kNoCount},
        WrongCode{"CountAboveTheLargest", kSigned, "<count>40", "<count>2147483648",
                  kUnusable + kSecond + "has the count \"2147483648\"" + kNoCount},
        WrongCode{"CountBelowZero", kSigned, "<count>40", "<count>-40",
                  kUnusable + kSecond + "has the count \"-40\"" + kNoCount},
        WrongCode{"CountWithASign", kSigned, "<count>40", "<count>+40",
                  kUnusable + kSecond + "has the count \"+40\"" + kNoCount},
        WrongCode{"CountOfText", kSigned, "<count>40", "<count>forty",
                  kUnusable + kSecond + "has the count \"forty\"" + kNoCount},
        WrongCode{"CountWithAFraction", kSigned, "<count>40", "<count>40.0",
                  kUnusable + kSecond + "has the count \"40.0\"" + kNoCount},
        WrongCode{"CountWithZerosBefore", kSigned, "<count>40", "<count>040",
                  kUnusable + kSecond + "has the count \"040\"" + kNoCount},
        WrongCode{"CountWithASpace", kSigned, "<count>40", "<count> 40",
                  kUnusable + kSecond + "has the count \" 40\"" + kNoCount},
        WrongCode{"EmptyCount", kSigned, "<count>40", "<count>", kUnusable + kSecond + "has the count \"\"" + kNoCount},
        WrongCode{"CountInOtherDigits", kSigned, "<count>40", "<count>٤٠",
                  kUnusable + kSecond + "has the count something else" + kNoCount},
        WrongCode{"CountWithElements", kSigned, "<count>40", "<count>4<b>0</b>",
                  kUnusable + kSecond + "has other elements inside of <count>"},
        WrongCode{"NoStartDate", kSigned, "<startDate>2026-03-01T00:00:00Z</startDate>", "",
                  kUnusable + kSecond + "has no element <startDate>"},
        WrongCode{"NoEndDate", kSigned, "<endDate>2027-03-31T00:00:00Z</endDate>", "",
                  kUnusable + kSecond + "has no element <endDate>"},
        WrongCode{"DateThatDoesNotExist", kSigned, "2027-03-31", "2027-02-29",
                  kUnusable + kSecond + "has the endDate \"2027-02-29T00:00:00Z\"" + kNoDate},
        WrongCode{"DateWithoutTime", kSigned, "2027-03-31T00:00:00Z", "2027-03-31",
                  kUnusable + kSecond + "has the endDate \"2027-03-31\"" + kNoDate},
        WrongCode{"DateOfAnotherZone", kSigned, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00+01:00",
                  kUnusable + kSecond + "has the startDate \"2026-03-01T00:00:00+01:00\"" + kNoDate},
        WrongCode{"DateWithAFraction", kSigned, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00.5Z",
                  kUnusable + kSecond + "has the startDate \"2026-03-01T00:00:00.5Z\"" + kNoDate},
        WrongCode{"EndBeforeStart", kSigned, "2027-03-31", "2025-03-31", kUnusable + kSecond + "ends before it starts"},
        WrongCode{"EndAtStart", kSigned, "2027-03-31", "2026-03-01", kUnusable + kSecond + "ends before it starts"},
        WrongCode{"TermWithoutEnd", kSigned, "2027-03-31T00:00:00Z", "",
                  kUnusable + kSecond + "is for a term and has no endDate"},
        WrongCode{"PerpetualWithEnd", kSigned, "TERM", "PERPETUAL",
                  kUnusable + kSecond + "is perpetual and has an endDate"},
        WrongCode{"OtherLicenseType", kSigned, "TERM", "RENTAL",
                  kUnusable + kSecond +
                      "has the licenseType \"RENTAL\", and this agent knows \"PERPETUAL\" and \"TERM\" alone"},
        WrongCode{"NoLicenseType", kSigned, "<licenseType>TERM</licenseType>", "",
                  kUnusable + kSecond + "has no element <licenseType>"},
        WrongCode{"NoDisplayName", kSigned, "<displayName>Premium Seat</displayName>", "",
                  kUnusable + kSecond + "has no element <displayName>"},
        WrongCode{"NoDescription", kSigned, "<tagDescription>Premium seats</tagDescription>", "",
                  kUnusable + kSecond + "has no element <tagDescription>"},
        WrongCode{"NoSubscription", kSigned, "<subscriptionID>Sub-1</subscriptionID>", "",
                  kUnusable + kSecond + "has no element <subscriptionID>"},
        WrongCode{"TwoSubscriptions", kSigned, "<subscriptionID>Sub-1", "<subscriptionID/><subscriptionID>Sub-1",
                  kUnusable + kSecond + "has the element <subscriptionID> twice"},
        WrongCode{"NameTooLong", kSigned, ">Premium Seat<", ">" + std::string(1025, 'x') + "<",
                  kUnusable + kSecond + "has more than 1,024 bytes in <displayName>"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Machine, UnusableCode,
    testing::Values(
        WrongCode{"WithoutPid", Spoilt::udi, "P:UCCX", "P:", kUnusable + kNoUdi},
        WrongCode{"WithoutSerial", Spoilt::udi, "S:059d8a992467", "S:", kUnusable + kNoUdi},
        WrongCode{"InAnotherOrder", Spoilt::udi, "P:UCCX,S:059d8a992467", "S:059d8a992467,P:UCCX", kUnusable + kNoUdi},
        WrongCode{"WithAUuidThatIsNone", Spoilt::udi, "e53fc968", "e53fc96", kUnusable + kNoUdi},
        WrongCode{"WithAnEmptyUuid", Spoilt::udi, "U:e53fc968-0253-4d61-a355-ba908a6cc920", "U:", kUnusable + kNoUdi},
        WrongCode{"WithMoreBehind", Spoilt::udi, "cc920", "cc920,X:1", kUnusable + kNoUdi},
        WrongCode{"WithElements", Spoilt::udi, "UCCX", "<b>UCCX</b>",
                  kUnusable + "it has other elements inside of <udi>"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(SignedForm, UnusableCode,
                         testing::Values(WrongCode{"NestedTooDeep", kSigned, "<flag>",
                                                   replaced(std::string(40, 'n'), "n", "<n>") + "<flag>",
                                                   kUnusable + "it is nested more than 32 levels deep"},
                                         WrongCode{"ElementThatIsNotClosed", kSigned, "</flag>", "",
                                                   kUnusable + "it ends too early at byte 781"},
                                         WrongCode{"ElementsThatCross", kSigned, "</piid><timestamp>",
                                                   "<timestamp></piid>", kUnusable + "it is no XML at byte 108"},
                                         WrongCode{"LineBreaksSigned", kSigned, "><", ">\n<",
                                                   kUnusable + "it has line breaks or tabs inside of what is signed"},
                                         WrongCode{"TabsSigned", kSigned, "Premium Seat", "Premium\tSeat",
                                                   kUnusable + "it has line breaks or tabs inside of what is signed"}),
                         name_of);

}  // namespace
}  // namespace lic::golden
