// What terminals and mails do to a code, and what must not be forgiven (docs/decisions/0017).
#include <gtest/gtest.h>

#include "tests/transport/reservation_signing.hpp"
#include "transport/reservation/authorization_code.hpp"
#include "transport/reservation/pasted_text.hpp"

namespace lic::golden {
namespace {

struct Wrap {
  std::size_t columns;
  std::string between;
};

// Breaks wherever a line is full, inside of names, tags and base64.
std::string wrapped(const std::string& text, const Wrap& wrap) {
  std::string result;
  for (std::size_t place = 0; place < text.size(); place += wrap.columns)
    result += (place == 0 ? "" : wrap.between) + text.substr(place, wrap.columns);
  return result;
}

std::string good() {
  static const std::string text = finished(good_code());
  return text;
}

void expect_good(const std::string& pasted) {
  const auto code = read_authorization_code(pasted, test_signers());
  ASSERT_TRUE(code.has_value()) << code.error().what;
  EXPECT_EQ(code->text, good());
}

TEST(PastedCode, MayBeWrappedAtEveryWidth) {
  for (std::size_t columns = 20; columns <= 133; ++columns) expect_good(wrapped(good(), {columns, "\r\n"}));
}

TEST(PastedCode, MayBeWrappedWithEveryKindOfLineBreak) {
  for (const char* between : {"\n", "\r\n", "\r"}) expect_good(wrapped(good(), {80, between}));
}

TEST(PastedCode, MayBeIndented) { expect_good("   " + replaced(good(), "><", ">\r\n     <") + "\r\n"); }

TEST(PastedCode, MayBeIndentedTwiceWithEmptyLinesBetween) {
  expect_good(replaced(good(), "</entitlement>", "</entitlement>\n \t \n\n    "));
}

TEST(PastedCode, MayHaveOnePairOfQuotes) {
  expect_good("\"" + good() + "\"");
  expect_good(" '\n" + good() + "\n' ");
}

TEST(PastedCode, MayLoseTheSpaceAtALineBreak) {
  expect_good(replaced(good(), "Premium Seat", "Premium\r\nSeat"));
  expect_good(replaced(good(), "Premium Seat", "Premium \n   Seat"));
}

TEST(PastedCode, MayKeepTheSpaceBeforeALineBreak) { expect_good(replaced(good(), "Premium Seat", "Premium \r\nSeat")); }

TEST(PastedCode, MayHaveSpacesInsideOfTheSignature) {
  const std::size_t place = good().find("<signature>") + 20;
  std::string text = good();
  expect_good(text.insert(place, " \t "));
  expect_good(text.insert(place + 30, "\r\n"));
}

TEST(PastedCode, MayHaveSpacesBetweenWhatIsNotSigned) {
  expect_good(replaced(good(), "</signature>", " </signature> \t "));
}

TEST(PastedCode, MustNotHaveSpacesWhereItIsSigned) {
  for (const char* spoilt : {"<flag> A", "<flag>A</flag> "}) {
    const auto code = read_authorization_code(replaced(good(), "<flag>A", spoilt), test_signers());
    ASSERT_TRUE(code.has_error()) << spoilt;
    EXPECT_EQ(code.error().code, ErrorCode::data_corrupt);
  }
}

TEST(PastedCode, WithTwoPairsOfQuotesIsNone) {
  EXPECT_TRUE(read_authorization_code("\"\"" + good() + "\"\"", test_signers()).has_error());
}

using Readings = std::vector<std::string>;

TEST(Readings, AreThoseOfTheDecisionRecord) {
  EXPECT_EQ(readings_of(" \"a b \r\n  c\rd\" "),
            (Readings{"a b \r\n  c\rd", "a b   cd", "a bcd", "a b    c d", "a b c d"}));
}

TEST(Readings, AreEachTriedOnce) {
  EXPECT_EQ(readings_of("one line"), Readings{"one line"});
  EXPECT_EQ(readings_of("two\nlines"), (Readings{"two\nlines", "twolines", "two lines"}));
  EXPECT_EQ(readings_of(""), Readings{""});
  EXPECT_EQ(readings_of("\""), Readings{"\""});
  EXPECT_EQ(readings_of("\"\""), Readings{""});
}

}  // namespace
}  // namespace lic::golden
