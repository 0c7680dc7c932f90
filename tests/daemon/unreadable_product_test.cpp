// LICENSE_COMPUTATION_FAILURE: raised once, cleared when the product makes sense again; bounded in what it tells.
#include "daemon/loop/unreadable_product.hpp"

#include <gtest/gtest.h>

#include "tests/daemon/loop_fakes.hpp"

namespace lic {
namespace {

class UnreadableProductTest : public ::testing::Test {
protected:
  LabClock clock{LabClock::first_position(test::kFirstMoment)};
  test::HeardAlarms heard;
  UnreadableProduct product{clock, heard};
  int one = 0, other = 0;  // connections are known by an address
};

TEST_F(UnreadableProductTest, IsRaisedOnceAndClearedAtTheEndOfTheConnection) {
  for (int line = 0; line < 100; ++line) product.sent_rubbish(&one, "the line is not JSON");
  ASSERT_EQ(heard.notices.size(), 1U);
  EXPECT_EQ(heard.notices[0].detail, "a process of the product sent what cannot be read: the line is not JSON");
  EXPECT_EQ(product.alarm()->alarm.code, AlarmCode::license_computation_failure);
  clock.advance(3 * kMinute);
  product.gone(&one);
  ASSERT_EQ(heard.notices.size(), 2U);
  EXPECT_EQ(heard.notices[1].news, AlarmNews::cleared);
  EXPECT_EQ(heard.notices[1].duration, 3 * kMinute);
  EXPECT_FALSE(product.alarm());
}

TEST_F(UnreadableProductTest, AGoodLineClearsItAfterAQuietMinuteOnly) {
  product.sent_rubbish(&one, "the line is not JSON");
  product.sent_sense(&one);
  EXPECT_TRUE(product.alarm()) << "good and bad lines in turn would tell two alarms for each";
  clock.advance(UnreadableProduct::kQuiet);
  product.sent_sense(&one);
  EXPECT_FALSE(product.alarm());
}

TEST_F(UnreadableProductTest, HoldsWhileOneConnectionMakesNoSense) {
  product.sent_rubbish(&one, "the line is not JSON");
  product.sent_rubbish(&other, "the line is not JSON");
  product.gone(&one);
  EXPECT_TRUE(product.alarm());
  product.gone(&other);
  EXPECT_FALSE(product.alarm());
  EXPECT_EQ(heard.notices.size(), 2U);
}

TEST_F(UnreadableProductTest, WhoNeverSentRubbishClearsNothing) {
  product.gone(&other);
  EXPECT_TRUE(heard.notices.empty());
}

}  // namespace
}  // namespace lic
