// What a good start says of a failed one before it.
#include "daemon/app/failed_start.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "persistence/state_note.hpp"

namespace lic {
namespace {

using Told = std::vector<std::string>;

class NamedSink final : public AlarmSink {
public:
  NamedSink(std::string name, Told& told) : name_(std::move(name)), told_(told) {}
  void tell(const AlarmNotice& notice) override {
    EXPECT_EQ(notice.code, AlarmCode::smart_agent_init_failure);
    EXPECT_EQ(notice.duration.has_value(), notice.news == AlarmNews::cleared);
    told_.push_back(name_ + (notice.news == AlarmNews::raised ? " raised: " : " cleared: ") + notice.detail);
  }

private:
  std::string name_;
  Told& told_;
};

class FailedStartTest : public ::testing::Test {
protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "lic_start_XXXXXX").string();
    places.state_dir = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(places.state_dir); }

  Places places;
  Told told;
  NamedSink servers{"servers", told};
  NamedSink all{"all", told};
};

TEST_F(FailedStartTest, AGoodStartTellsTheServersOfTheFailureBeforeItsEnd) {
  ASSERT_TRUE(write_note(places.state_dir, StateNote::failed_start, "no catalog").has_value());
  tell_good_start(places, servers, all);
  EXPECT_EQ(told, (Told{"servers raised: no catalog", "all cleared: no catalog"}));
  tell_good_start(places, servers, all);
  EXPECT_EQ(told.size(), 2U) << "it is told once";
}

TEST_F(FailedStartTest, AfterAGoodOneThereIsNothingToSay) {
  tell_good_start(places, servers, all);
  EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace lic
