// Lab time: interfaces.md section 8.
#include "daemon/lab/lab_driver.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "daemon/lab/admin_reply.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

class HandSsmClock final : public SsmClock {
public:
  explicit HandSsmClock(HandWake& wake) : wake_(wake) {}
  void set(WallTime to, Done done) override {
    positions.push_back(to);
    wake_.soon([this, done = std::move(done)] { done(outcome); });
  }
  std::vector<WallTime> positions;
  Result<void> outcome;

private:
  HandWake& wake_;
};

struct LabBench {
  explicit LabBench(MemoryStore& disk) : bench(disk), ssm(bench.wake), driver(bench.loop, bench.clock, &ssm, udi) {
    bench.loop.observe([this](const Reading&, const std::vector<DomainEvent>&) { driver.on_turn(); });
    bench.start();
  }
  Result<LabView> move(LabMove how) {
    Result<LabView> seen = Error(ErrorCode::internal, "not answered");
    driver.move(how, [&seen](const Result<LabView>& outcome) { seen = outcome; });
    bench.run();
    return seen;
  }

  Udi udi{.pid = "SMALL", .serial = "S1", .uuid = "U1"};
  LoopBench bench;
  HandSsmClock ssm;
  LabDriver driver;
};

TEST(LabTime, StandsUntilItIsMoved) {
  MemoryStore disk;
  LabBench lab(disk);
  EXPECT_EQ(lab.driver.view().now, kFirstMoment);
  EXPECT_TRUE(lab.driver.view().settled);
}

TEST(LabTime, GoesFromBorderToBorderAndWritesEachInterval) {
  MemoryStore disk;
  LabBench lab(disk);
  const auto view = lab.move(AdvanceTo{kFirstMoment + kHour});
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->now, kFirstMoment + kHour);
  EXPECT_TRUE(view->settled);
  ASSERT_TRUE(view->next_due.has_value());
  EXPECT_GT(*view->next_due, view->now);
  const auto rows = disk.history(WallTime{}, kFirstMoment + kDay, 1000);
  ASSERT_TRUE(rows.has_value());
  std::set<WallTime> intervals;
  for (const HistoryRow& row : *rows) intervals.insert(row.interval_start);
  EXPECT_EQ(intervals.size(), 4U);
}

TEST(LabTime, SetsTheLabSsmClockBeforeItFires) {
  MemoryStore disk;
  LabBench lab(disk);
  ASSERT_TRUE(lab.move(AdvanceTo{kFirstMoment + kHour}).has_value());
  ASSERT_FALSE(lab.ssm.positions.empty());
  EXPECT_EQ(lab.ssm.positions.back(), kFirstMoment + kHour);
  EXPECT_TRUE(std::ranges::is_sorted(lab.ssm.positions));
}

TEST(LabTime, StaysWhereItIsWhenTheLabSsmCannotBeSet) {
  MemoryStore disk;
  LabBench lab(disk);
  lab.ssm.outcome = Error(ErrorCode::unavailable, "nobody listens");
  const auto view = lab.move(AdvanceTo{kFirstMoment + kHour});
  ASSERT_TRUE(view.has_error());
  EXPECT_EQ(view.error().code, ErrorCode::unavailable);
  EXPECT_EQ(lab.driver.view().now, kFirstMoment);
}

TEST(LabTime, WaitsForTheAnswerOfSsmBeforeItGoesOn) {
  MemoryStore disk;
  LabBench lab(disk);
  static_cast<void>(lab.bench.ask(
      RegisterCommand{.token = {"t"}, .token_fingerprint = "0123456789ab", .force = false, .wait = false}));
  bool is_done = false;
  lab.driver.move(AdvanceTo{kFirstMoment + kHour}, [&is_done](const Result<LabView>&) { is_done = true; });
  lab.bench.run();
  EXPECT_EQ(lab.driver.view().now, kFirstMoment);
  EXPECT_FALSE(is_done);
  EXPECT_FALSE(lab.driver.view().settled);
}

TEST(LabTime, IsMovedByOneAtATimeAndNeverBack) {
  MemoryStore disk;
  LabBench lab(disk);
  EXPECT_EQ(lab.move(AdvanceTo{kFirstMoment - kHour}).error().code, ErrorCode::failed_precondition);
  lab.driver.move(AdvanceTo{kFirstMoment + kHour}, [](const Result<LabView>&) {});
  std::optional<ErrorCode> second;
  lab.driver.move(AdvanceTo{kFirstMoment + kHour}, [&second](const Result<LabView>& outcome) {
    if (outcome.has_error()) second = outcome.error().code;
  });
  EXPECT_EQ(second, ErrorCode::failed_precondition);
  lab.bench.run();
}

TEST(LabTime, BootsAnewAfterTimeOff) {
  MemoryStore disk;
  LabBench lab(disk);
  const std::string first_boot = lab.bench.clock.boot_id();
  const auto view = lab.move(OffUntil{kFirstMoment + 30 * kDay});
  ASSERT_TRUE(view.has_value());
  EXPECT_EQ(view->now, kFirstMoment + 30 * kDay);
  EXPECT_NE(lab.bench.clock.boot_id(), first_boot);
  EXPECT_EQ(lab.bench.loop.reading().state.sections.clock.boot_id, lab.bench.clock.boot_id());
}

TEST(LabTime, StepsTheCalendarAloneAndLeavesTheLabSsmBehind) {
  MemoryStore disk;
  LabBench lab(disk);
  ASSERT_TRUE(lab.move(StepCalendar{2 * kHour}).has_value());
  EXPECT_EQ(lab.driver.view().now, kFirstMoment + 2 * kHour);
  EXPECT_EQ(lab.bench.clock.now().boot, BootTime(Millis{0}));
  EXPECT_TRUE(lab.ssm.positions.empty());
  ASSERT_TRUE(lab.move(AdvanceTo{kFirstMoment + 3 * kHour}).has_value());
  EXPECT_EQ(lab.ssm.positions.back(), kFirstMoment + kHour);
}

TEST(LabTime, DrawsTheSameInEveryRun) {
  LabDice first(7);
  LabDice second(7);
  LabDice other(8);
  const Now now{.wall = kFirstMoment, .boot = BootTime(Millis{5})};
  EXPECT_EQ(first.roll(now, TimerFired{}, 1), second.roll(now, TimerFired{}, 1));
  EXPECT_NE(first.roll(now, TimerFired{}, 1), other.roll(now, TimerFired{}, 1));
  EXPECT_NE(first.roll(now, TimerFired{}, 1), first.roll(now, TimerFired{}, 2));
}

TEST(AdminReply, IsCompleteWithItsBody) {
  using Progress = AdminReply::Progress;
  EXPECT_EQ(parse_admin_reply("HTTP/1.1 200 OK\r\nContent-").progress, Progress::incomplete);
  EXPECT_EQ(parse_admin_reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{").progress, Progress::incomplete);
  const AdminReply whole = parse_admin_reply("HTTP/1.1 409 No\r\ncontent-length: 2\r\nConnection: close\r\n\r\n{}");
  EXPECT_EQ(whole.progress, Progress::complete);
  EXPECT_EQ(whole.status, 409);
  EXPECT_TRUE(whole.closes);
  EXPECT_EQ(parse_admin_reply("nonsense\r\n\r\n").progress, Progress::broken);
  EXPECT_EQ(parse_admin_reply("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n").progress, Progress::broken);
}

}  // namespace
}  // namespace lic::test
