// The disk refuses for a while: seats and ports go on in memory and say so (interfaces.md section 3).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/loop/agent_loop.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

// What came back, and whether it was said to be on disk.
struct Heard {
  std::vector<Answered> answers;
  std::vector<bool> durable;
};

struct OutageBench : LoopBench {
  explicit OutageBench(MemoryStore& store, ClockKind kind = ClockKind::lab)
      : LoopBench(store, LabClock::first_position(kFirstMoment), kind), disk(store) {
    start();
  }
  Heard hear(const std::vector<Event>& events) {
    Heard heard;
    for (const Event& event : events) {
      EXPECT_TRUE(loop.submit(event, [this, &heard](const Answered& answered) {
        heard.answers.push_back(answered);
        heard.durable.push_back(loop.is_durable());
      }));
    }
    run();
    return heard;
  }
  void disk_refuses() { disk.refuse_commits(true); }
  void disk_is_back() {
    disk.refuse_commits(false);
    wake.retry();
    run();
  }
  [[nodiscard]] std::int64_t seats_on_disk() const {
    return static_cast<std::int64_t>(disk.load()->state.seats.size());
  }

  MemoryStore& disk;
};

std::int64_t peak_of(MemoryStore& disk, WallTime start) {
  const auto rows = disk.history(start, start + Millis{1}, 100);
  EXPECT_TRUE(rows.has_value());
  for (const HistoryRow& row : *rows)
    if (row.entitlement == "seats") return row.peak;
  return -1;
}

TEST(DiskOutage, ASignInIsAnsweredFromMemoryAndSaysSo) {
  MemoryStore disk;
  OutageBench bench(disk);
  bench.disk_refuses();
  const Heard heard = bench.hear({sign_in("a")});
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<SeatDone>(heard.answers.front()));
  EXPECT_EQ(heard.durable, std::vector{false});
  EXPECT_EQ(bench.loop.reading().state.seats.size(), 1U);
  EXPECT_EQ(bench.seats_on_disk(), 0);
}

TEST(DiskOutage, EverythingSinceIsStoredWhenTheDiskIsBack) {
  MemoryStore disk;
  OutageBench bench(disk);
  bench.disk_refuses();
  static_cast<void>(bench.hear({sign_in("a"), sign_in("b")}));
  static_cast<void>(bench.hear({SignOut{{"a"}}, sign_in("c"), PortsInUse{7, 0, 0, 0}}));
  const auto commits = disk.commits_done();
  bench.disk_is_back();
  EXPECT_EQ(disk.commits_done(), commits + 1);
  EXPECT_EQ(disk.load()->state.seats, bench.loop.reading().state.seats);
  EXPECT_EQ(disk.load()->state.sections, bench.loop.reading().state.sections);
  EXPECT_EQ(bench.hear({sign_in("d")}).durable, std::vector{true});
}

TEST(DiskOutage, ARestartLosesNoMoreThanWhatWasSaidNotToBeDurable) {
  MemoryStore disk;
  {
    OutageBench bench(disk);
    static_cast<void>(bench.hear({sign_in("durable")}));
    bench.disk_refuses();
    static_cast<void>(bench.hear({sign_in("in memory")}));
  }
  disk.refuse_commits(false);
  OutageBench again(disk);
  EXPECT_TRUE(again.loop.reading().state.seats.contains("durable"));
  EXPECT_EQ(again.loop.reading().state.seats.size(), 1U);
}

TEST(DiskOutage, ACommandIsRefusedAndWhatIsBesideItGoesOn) {
  MemoryStore disk;
  OutageBench bench(disk);
  bench.disk_refuses();
  const Heard heard = bench.hear({sign_in("a"), registration(), sign_in("b")});
  ASSERT_EQ(heard.answers.size(), 3U);
  EXPECT_EQ(std::ranges::count_if(heard.answers,
                                  [](const Answered& answered) { return std::holds_alternative<SeatDone>(answered); }),
            2);
  ASSERT_TRUE(std::holds_alternative<Error>(heard.answers.back()));
  EXPECT_EQ(std::get<Error>(heard.answers.back()).code, ErrorCode::storage);
  EXPECT_FALSE(bench.loop.reading().state.sections.registration.attempt.has_value());
  EXPECT_EQ(bench.loop.reading().state.seats.size(), 2U);
}

TEST(DiskOutage, NothingLeavesForSsmAndNothingIsLost) {
  MemoryStore disk;
  OutageBench bench(disk);
  static_cast<void>(bench.hear({registration()}));
  bench.disk_refuses();
  bench.key_maker.finish();
  bench.run();
  static_cast<void>(bench.hear({sign_in("a")}));
  bench.clock.advance(20 * kMinute);  // the border is crossed in memory
  static_cast<void>(bench.hear({sign_in("b")}));
  EXPECT_TRUE(bench.channel.requests.empty());
  bench.disk_is_back();
  EXPECT_EQ(bench.channel.requests.size(), 1U);
  EXPECT_EQ(bench.seats_on_disk(), 2);
}

// The border at 10:45 lies inside: both intervals have the peaks that really were (R-USE-3).
TEST(DiskOutage, PeaksAreExactOverABorderInside) {
  MemoryStore disk;
  OutageBench bench(disk);
  static_cast<void>(bench.hear({sign_in("a"), sign_in("b")}));
  bench.disk_refuses();
  bench.clock.advance(5 * kMinute);
  static_cast<void>(bench.hear({sign_in("c"), sign_in("d"), SignOut{{"c"}}, SignOut{{"d"}}, SignOut{{"b"}}}));
  bench.clock.advance(15 * kMinute);
  static_cast<void>(bench.hear({sign_in("e"), sign_in("f"), SignOut{{"a"}}}));
  bench.clock.advance(2 * kMinute);
  bench.disk_is_back();
  bench.clock.advance(10 * kMinute);
  bench.loop.wake_up();
  bench.run();
  EXPECT_EQ(peak_of(disk, kFirstMoment), 4);
  EXPECT_EQ(peak_of(disk, kFirstMoment + 15 * kMinute), 3);
}

TEST(DiskOutage, ThePeakOfTheOutageSurvivesARestartBehindIt) {
  MemoryStore disk;
  LabPosition position;
  {
    OutageBench bench(disk);
    bench.disk_refuses();
    static_cast<void>(bench.hear({sign_in("a"), sign_in("b"), sign_in("c"), SignOut{{"b"}}, SignOut{{"c"}}}));
    bench.disk_is_back();
    position = bench.clock.position();
  }
  LoopBench again(disk, position);
  again.start();
  again.clock.advance(15 * kMinute);
  again.loop.wake_up();
  again.run();
  EXPECT_EQ(peak_of(disk, kFirstMoment), 3);
}

// Nobody signs in or out for longer than an interval while the disk refuses: that is no gap, somebody looked.
TEST(DiskOutage, ALongQuietOutageLeavesNoGap) {
  MemoryStore disk;
  OutageBench bench(disk);
  static_cast<void>(bench.hear({sign_in("a")}));
  bench.disk_refuses();
  static_cast<void>(bench.hear({sign_in("b")}));
  for (int minute = 0; minute < 90; ++minute) {
    bench.clock.advance(kMinute);
    bench.wake.retry();
    bench.run();
  }
  bench.disk_is_back();
  const auto rows = disk.history(WallTime{}, kFirstMoment + kDay, 1000);
  ASSERT_TRUE(rows.has_value());
  EXPECT_TRUE(std::ranges::none_of(*rows, [](const HistoryRow& row) { return row.state == "gap"; }));
  for (int interval = 0; interval < 6; ++interval)
    EXPECT_EQ(peak_of(disk, kFirstMoment + interval * 15 * kMinute), 2) << interval;
}

TEST(DiskOutage, EverybodyInTheQueueIsAnsweredThoughTheBatchAtTheFrontFailed) {
  MemoryStore disk;
  OutageBench bench(disk);
  bench.disk_refuses();
  std::vector<Event> many;
  for (std::size_t number = 0; number < AgentLoop::kInboxMax; ++number)
    many.push_back(number % 2 == 0 ? Event(sign_in("a")) : Event(registration()));
  EXPECT_EQ(bench.hear(many).answers.size(), AgentLoop::kInboxMax);
}

TEST(DiskOutage, AFloodOfSignInsTriesTheDiskOnceASecond) {
  MemoryStore disk;
  OutageBench bench(disk, ClockKind::real);
  bench.disk_refuses();
  const auto before = disk.commits_tried();
  for (int number = 0; number < 50; ++number) static_cast<void>(bench.hear({sign_in("a")}));
  EXPECT_EQ(disk.commits_tried(), before + 1);
  bench.clock.advance(kSecond);
  static_cast<void>(bench.hear({sign_in("a")}));
  EXPECT_EQ(disk.commits_tried(), before + 2);
}

TEST(DiskOutage, ASignInFindsTheDiskThatIsBackWithinASecond) {
  MemoryStore disk;
  OutageBench bench(disk, ClockKind::real);
  bench.disk_refuses();
  static_cast<void>(bench.hear({sign_in("a")}));
  disk.refuse_commits(false);
  EXPECT_EQ(bench.hear({sign_in("b")}).durable, std::vector{false});
  bench.clock.advance(kSecond);
  EXPECT_EQ(bench.hear({sign_in("c")}).durable, std::vector{true});
  EXPECT_EQ(bench.seats_on_disk(), 3);
}

TEST(DiskOutage, TheSessionsOfTheOutageCanBeToldAfterwards) {  // R-USE-11
  MemoryStore disk;
  OutageBench bench(disk);
  bench.disk_refuses();
  static_cast<void>(bench.hear({sign_in("a"), sign_in("b"), SignOut{{"a"}}, SignOut{{"b"}}}));
  bench.disk_is_back();
  const auto log = disk.sessions_across(2, 10);
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(log->ended.size(), 2U);
}

}  // namespace
}  // namespace lic::test
