#include <gtest/gtest.h>

#include "daemon/cli/dates.hpp"
#include "daemon/cli/json_reading.hpp"
#include "daemon/cli/text_layout.hpp"

namespace lic::cli {
namespace {

TEST(Dates, AreWrittenAsTheVendorDoes) {
  EXPECT_EQ(date_text("2026-03-02T10:30:05Z"), "Mar 02 10:30:05 2026 UTC");
  EXPECT_EQ(date_text("2026-03-02T11:30:05+01:00"), "Mar 02 10:30:05 2026 UTC");
  EXPECT_EQ(date_text(""), "None");
  EXPECT_EQ(date_text("soon"), "soon");
}

TEST(Dates, CountDownInFourParts) {
  EXPECT_EQ(countdown_text(46 * 86400 + 7 * 3600 + 17 * 60 + 24), "46 days, 7 hours, 17 minutes, 24 seconds");
  EXPECT_EQ(countdown_text(86401), "1 day, 0 hours, 0 minutes, 1 second");
}

TEST(Dates, ShortDurationsHaveTwoPartsAtMost) {
  EXPECT_EQ(short_duration_text(0), "0 seconds");
  EXPECT_EQ(short_duration_text(720), "12 minutes");
  EXPECT_EQ(short_duration_text(86400 * 2 + 59), "2 days");
  EXPECT_EQ(short_duration_text(3600 + 5 * 60 + 9), "1 hour 5 minutes");
}

TEST(Dates, DurationsAreNumbersWithUnits) {
  EXPECT_EQ(duration_named("400d"), 400 * kDay);
  EXPECT_EQ(duration_named("12h"), 12 * kHour);
  EXPECT_EQ(duration_named("15m"), 15 * kMinute);
  EXPECT_EQ(duration_named("30s"), 30 * kSecond);
  EXPECT_EQ(duration_named("1d12h"), 36 * kHour);
}

class NoDuration : public testing::TestWithParam<const char*> {};
TEST_P(NoDuration, IsRefused) { EXPECT_FALSE(duration_named(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Table, NoDuration,
                         testing::Values("", "5", "d", "0d", "-1d", "1 d", "1w", "99999999999999999999d", "40000d"));

TEST(Layout, WrapsAtSpacesAndCutsLongWords) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("abcdefgh,ijkl", 10), (std::vector<std::string>{"abcdefgh,", "ijkl"}));
  EXPECT_EQ(wrapped("abcdefghijkl", 5), (std::vector<std::string>{"abcde", "fghij", "kl"}));
  EXPECT_EQ(wrapped("", 5), (std::vector<std::string>{""}));
}

TEST(Layout, TakesControlCharactersOut) {
  EXPECT_EQ(printable("a\033[2Jb\nc"), "a [2Jb c");
  Page page;
  page.field(0, "Text", "evil\r\nState: OK");
  EXPECT_EQ(page.text(), "Text: evil  State: OK\n");
}

TEST(Layout, TablesAlignNumbersToTheRight) {
  Table table{{"name", "count", "state"}};
  table.add({"standard", "5", "ok"});
  table.add({"premium", "120", "ok"});
  EXPECT_EQ(table.text(), "name      count  state\nstandard      5  ok\npremium     120  ok\n");
}

TEST(JsonReading, RefusesWhatIsTooDeepOrNoJson) {
  EXPECT_FALSE(parse_json(std::string(200'000, '[')));
  EXPECT_FALSE(parse_json(std::string(40, '[') + std::string(40, ']')));
  EXPECT_FALSE(parse_json("{"));
  EXPECT_TRUE(parse_json(R"({"a":{"b":[1]}})"));
}

TEST(JsonReading, AMemberOfAnotherTypeIsNothing) {
  const Json object = *parse_json(R"({"a":{"b":7,"c":null},"d":"x"})");
  EXPECT_EQ(count_at(object, "a.b"), 7);
  EXPECT_FALSE(text_at(object, "a.b"));
  EXPECT_FALSE(count_at(object, "a.c"));
  EXPECT_FALSE(count_at(object, "d.b"));
  EXPECT_TRUE(list_at(object, "d").empty());
}

}  // namespace
}  // namespace lic::cli
