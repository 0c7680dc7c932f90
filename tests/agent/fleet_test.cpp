// R-TIME-6, R-AUTH-6, R-AUTH-8: after an outage a fleet neither returns at the same second nor echoes. 1,000 agents;
// bounds are what chance does to an even spread, with room (docs/decisions/0010).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/fleet.hpp"
#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

constexpr std::size_t kSize = 1000;

Policy reporting_policy() {
  Policy policy = flex_policy();
  policy.report_spread = 30 * kSecond;
  return policy;
}

std::vector<WallTime> between(const Fleet& fleet, WallTime from, WallTime to) {
  std::vector<WallTime> moments;
  for (const Contact& contact : fleet.contacts())
    if (contact.at >= from && contact.at < to) moments.push_back(contact.at);
  return moments;
}

struct Case {
  const char* name;
  Millis length;
  Outage::Shows shows;
};

// The most in any stretch of `length`, kept in the test's report.
std::size_t most(const char* what, const std::vector<WallTime>& moments, Millis length) {
  const std::size_t found = most_within(moments, length);
  testing::Test::RecordProperty(what, static_cast<int>(found));
  return found;
}

std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

class Reporting : public testing::TestWithParam<Case> {};

// Evenly over a quarter hour, 1,000 agents are 11 in 10 seconds; chance makes 25 of it somewhere.
TEST_P(Reporting, AFleetReturnsOneByOneAndIsAtItsReportTimesAgain) {
  const WallTime start = at("2026-03-02T00:00:00Z");
  const Outage outage{start + 2 * kHour + 4 * kMinute, start + 2 * kHour + 4 * kMinute + GetParam().length,
                      GetParam().shows};
  Fleet fleet(kSize, reporting_policy(), start, 15 * kMinute);
  fleet.live_until(outage.until + 13 * kHour, {outage});
  const std::vector<WallTime> first = fleet.first_contacts_after(outage);
  ASSERT_EQ(first.size(), kSize);
  EXPECT_LE(most("first_contacts", first, 10 * kSecond), 40U);
  EXPECT_LE(std::ranges::max(first), outage.until + 30 * kMinute);
  // Half a day later: at the quarter hours and evenly over their 30 seconds, as ever (R-USE-6); 33 in a second.
  const WallTime quarter =
      at("2026-03-02T00:00:00Z") + ((outage.until - start + 12 * kHour) / (15 * kMinute)) * 15 * kMinute;
  const std::vector<WallTime> later = between(fleet, quarter, quarter + 15 * kMinute);
  EXPECT_EQ(later.size(), kSize);
  EXPECT_LE(most("half_a_day_later", later, kSecond), 66U);
}

INSTANTIATE_TEST_SUITE_P(Fleet, Reporting,
                         testing::Values(Case{"OneHourOfSilence", kHour, Outage::Shows::silence},
                                         Case{"OneHourRefused", kHour, Outage::Shows::refused_connection},
                                         Case{"OneHourWithRetryAfterItsEnd", kHour,
                                              Outage::Shows::unavailable_until_its_end},
                                         Case{"TenHoursUnavailable", 10 * kHour, Outage::Shows::unavailable},
                                         Case{"ThreeDaysOfSilence", 3 * kDay, Outage::Shows::silence}),
                         [](const auto& instance) { return std::string(instance.param.name); });

// The measure sees what it is for: with report times alone the fleet is back within their 30 seconds.
TEST(Fleet, WithoutTheSpreadItWouldReturnAtTheSameQuarterHour) {
  const WallTime start = at("2026-03-02T00:00:00Z");
  const Outage outage{start + 64 * kMinute, start + 124 * kMinute, Outage::Shows::unavailable};
  Policy policy = reporting_policy();
  policy.outage_failures = 1'000'000;
  Fleet fleet(kSize, policy, start, 15 * kMinute);
  fleet.live_until(outage.until + kHour, {outage});
  EXPECT_GE(most("first_contacts", fleet.first_contacts_after(outage), 10 * kSecond), 200U);
}

// Quiet agents speak once a month. Rolled out within an hour, the whole fleet finds SSM away when its month is over.
class Quiet : public testing::TestWithParam<Case> {};

TEST_P(Quiet, AFleetReturnsOneByOneAndDoesNotEchoAMonthLater) {
  const WallTime start = at("2026-03-02T00:00:00Z");
  Policy policy = reporting_policy();
  policy.report_unchanged = false;
  const Outage outage{start + 29 * kDay, start + 29 * kDay + GetParam().length, GetParam().shows};
  Fleet fleet(kSize, policy, start, kHour);
  fleet.live_until(outage.until + 64 * kDay, {outage});
  const std::vector<WallTime> first = fleet.first_contacts_after(outage);
  ASSERT_GE(first.size(), GetParam().length == 3 * kDay ? kSize : std::size_t{20});
  EXPECT_LE(most("first_contacts", first, 10 * kSecond), 12U);
  const std::vector<WallTime> half_day = between(fleet, outage.until + 6 * kHour, outage.until + 18 * kHour);
  EXPECT_LE(most("half_a_day_later", half_day, 10 * kSecond), 12U);
  const std::vector<WallTime> month = between(fleet, outage.until + 20 * kDay, outage.until + 64 * kDay);
  EXPECT_GE(month.size(), kSize);
  EXPECT_LE(most("a_month_later", month, 10 * kSecond), 12U);
}

INSTANTIATE_TEST_SUITE_P(Fleet, Quiet,
                         testing::Values(Case{"OneHourUnavailable", kHour, Outage::Shows::unavailable},
                                         Case{"TenHoursRefused", 10 * kHour, Outage::Shows::refused_connection},
                                         Case{"ThreeDaysOfSilence", 3 * kDay, Outage::Shows::silence}),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace lic::test
