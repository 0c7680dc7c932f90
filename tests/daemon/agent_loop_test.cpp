// The group commit: architecture.md section 4.
#include "daemon/loop/agent_loop.hpp"

#include <gtest/gtest.h>

#include <string>

#include "daemon/loop/named_secrets.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

std::size_t seats_on(MemoryStore& disk) { return disk.load()->state.seats.size(); }

std::vector<AlarmNews> storage_news(const HeardAlarms& alarms) {
  std::vector<AlarmNews> news;
  for (const AlarmNotice& notice : alarms.notices) {
    if (notice.code == AlarmCode::storage_failure) news.push_back(notice.news);
  }
  return news;
}

TEST(AgentLoop, AnswersASignInAfterItIsOnDisk) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  std::size_t seats_at_answer = 0;
  ASSERT_TRUE(bench.loop.submit(sign_in("a"), [&](const Answered&) { seats_at_answer = seats_on(disk); }));
  EXPECT_EQ(seats_on(disk), 0U);
  bench.run();
  EXPECT_EQ(seats_at_answer, 1U);
}

TEST(AgentLoop, SharesOneCommitAmongABatch) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  const auto before = disk.commits_done();
  for (int number = 0; number < 100; ++number) {
    ASSERT_TRUE(bench.loop.submit(sign_in("seat" + std::to_string(number)), [](const Answered&) {}));
  }
  bench.run();
  EXPECT_EQ(disk.commits_done(), before + 1);
  EXPECT_EQ(seats_on(disk), 100U);
}

TEST(AgentLoop, AnswersStorageToACommandAndChangesNothingWhenTheDiskRefuses) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  const Sections before = bench.loop.reading().state.sections;
  disk.refuse_commits(true);
  const auto answer = bench.ask(registration());
  ASSERT_TRUE(answer.has_value());
  ASSERT_TRUE(std::holds_alternative<Error>(*answer));
  EXPECT_EQ(std::get<Error>(*answer).code, ErrorCode::storage);
  EXPECT_EQ(bench.loop.reading().state.sections, before);
}

TEST(AgentLoop, RaisesStorageFailureOnceAndClearsItAtTheNextGoodCommit) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  static_cast<void>(bench.ask(sign_in("a")));
  static_cast<void>(bench.ask(sign_in("a")));
  EXPECT_TRUE(bench.loop.reading().storage_alarm.has_value());
  EXPECT_EQ(storage_news(bench.alarms), std::vector{AlarmNews::raised});
  disk.refuse_commits(false);
  static_cast<void>(bench.ask(sign_in("a")));
  EXPECT_EQ(storage_news(bench.alarms), (std::vector{AlarmNews::raised, AlarmNews::cleared}));
  EXPECT_FALSE(bench.loop.reading().storage_alarm.has_value());
}

TEST(AgentLoop, TriesTheDiskAgainFromOneSecondUpToOneMinute) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  static_cast<void>(bench.ask(sign_in("a")));
  EXPECT_EQ(bench.wake.retry_delay, kSecond);
  for (int number = 0; number < 10; ++number) {
    bench.clock.advance(*bench.wake.retry_delay);
    bench.wake.retry();
    bench.run();
  }
  EXPECT_EQ(bench.wake.retry_delay, kMinute);
}

TEST(AgentLoop, ReadersDoNotPutOffTheNextTryOfTheDisk) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  static_cast<void>(bench.ask(sign_in("a")));
  const int set = bench.wake.retries_set;
  for (int number = 0; number < 3; ++number) {
    ASSERT_TRUE(bench.loop.read([](const Reading&) {}));
    bench.run();
  }
  EXPECT_EQ(bench.wake.retries_set, set);
  disk.refuse_commits(false);
  bench.clock.advance(kSecond);
  bench.wake.retry();
  bench.run();
  EXPECT_FALSE(bench.loop.reading().storage_alarm.has_value());
}

// A lab clock stands still between two moves, so the retry itself has nothing new to store.
TEST(AgentLoop, TheAlarmEndsInTheLabToo) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  static_cast<void>(bench.ask(sign_in("a")));
  disk.refuse_commits(false);
  bench.wake.retry();
  bench.run();
  EXPECT_FALSE(bench.loop.reading().storage_alarm.has_value());
  EXPECT_TRUE(bench.loop.is_settled());
}

TEST(AgentLoop, LetsNoEffectOutBeforeTheCommit) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  static_cast<void>(bench.ask(registration()));
  EXPECT_TRUE(bench.key_maker.keys.empty());
  disk.refuse_commits(false);
  static_cast<void>(bench.ask(registration()));
  EXPECT_EQ(bench.key_maker.keys.size(), 1U);
}

TEST(AgentLoop, KeepsWhatCameFromInsideUntilTheDiskTakesIt) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  static_cast<void>(bench.ask(registration()));
  disk.refuse_commits(true);
  bench.key_maker.finish();
  bench.run();
  EXPECT_TRUE(bench.channel.requests.empty());
  disk.refuse_commits(false);
  bench.wake.retry();
  bench.run();
  EXPECT_EQ(bench.channel.requests.size(), 1U);
}

TEST(AgentLoop, ShowsReadersNothingThatIsThenUndone) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  disk.refuse_commits(true);
  bool is_seen = true;
  ASSERT_TRUE(bench.loop.submit(registration(), [](const Answered&) {}));
  ASSERT_TRUE(bench.loop.read(
      [&is_seen](const Reading& reading) { is_seen = reading.state.sections.registration.attempt.has_value(); }));
  bench.run();
  EXPECT_FALSE(is_seen);
}

TEST(AgentLoop, RefusesMoreThanItsInboxHolds) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  for (std::size_t number = 0; number < AgentLoop::kInboxMax; ++number) {
    ASSERT_TRUE(bench.loop.submit(sign_in("a"), [](const Answered&) {}));
  }
  EXPECT_FALSE(bench.loop.submit(sign_in("a"), [](const Answered&) {}));
  EXPECT_FALSE(bench.loop.read([](const Reading&) {}));
  bench.run();
  EXPECT_TRUE(bench.loop.submit(sign_in("a"), [](const Answered&) {}));
  bench.run();
}

TEST(AgentLoop, SendsAgainWithTheSameIdAfterACrash) {
  MemoryStore disk;
  ExchangeId first;
  LabPosition position;
  {
    LoopBench bench(disk);
    bench.start();
    static_cast<void>(bench.ask(registration()));
    bench.key_maker.finish();
    bench.run();
    ASSERT_EQ(bench.channel.requests.size(), 1U);
    first = bench.channel.requests.front().id;
    position = bench.clock.position();
  }
  LoopBench again(disk, position);
  again.start();
  ASSERT_EQ(again.channel.requests.size(), 1U);
  EXPECT_EQ(again.channel.requests.front().id, first);  // R-ID-1
}

TEST(NamedSecrets, TheKeyOfAGoodbyeThatWaitsOutlivesARestart) {  // R-REG-9
  MemoryKeyStore keys;
  for (const char* name : {"old", "left-over"})
    ASSERT_TRUE(keys.store_key(KeyRef{name}, KeyMaterial{Secret("pem"), "csr"}));
  Goodbye goodbye;
  goodbye.request.signer = Signer{InstanceId{"piid-1"}, KeyRef{"old"}, {}};
  Sections sections;
  sections.drawer.goodbyes.push_back(goodbye);
  ASSERT_TRUE(destroy_unnamed(keys, sections));
  EXPECT_EQ(*keys.keys(), std::vector{KeyRef{"old"}});
}

TEST(AgentLoop, ArmsItsOneTimerAtTheNextDeadline) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  const auto due = bench.loop.next_due();
  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(bench.wake.armed_at, due->at);
}

TEST(AgentLoop, FiresWhatIsDueBeforeWhatIsStampedLater) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  bench.clock.advance(15 * kMinute);
  static_cast<void>(bench.ask(sign_in("late")));
  const auto rows = disk.history(WallTime{}, kFirstMoment + kDay, 100);
  ASSERT_TRUE(rows.has_value());
  ASSERT_FALSE(rows->empty());
  EXPECT_EQ(rows->front().peak, 0);  // the interval that ended did not see the seat
}

TEST(AgentLoop, AnswersEverybodyWhoWaitsWhenItStops) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  std::optional<Answered> heard;
  ASSERT_TRUE(bench.loop.submit(registration(), [&heard](const Answered& answered) { heard = answered; }));
  bench.run();
  ASSERT_FALSE(heard.has_value());
  bench.loop.stop();
  ASSERT_TRUE(heard.has_value());
  EXPECT_EQ(std::get<Error>(*heard).code, ErrorCode::unavailable);
  EXPECT_FALSE(bench.loop.submit(sign_in("a"), [](const Answered&) {}));
}

TEST(AgentLoop, DoesNotStartOnADiskThatRefuses) {
  MemoryStore disk;
  LoopBench bench(disk);
  disk.refuse_commits(true);
  const auto outcome = bench.loop.start({.pid = "SMALL", .serial = "S1", .uuid = "U1"});
  ASSERT_TRUE(outcome.has_error());
  EXPECT_TRUE(bench.channel.requests.empty());
}

}  // namespace
}  // namespace lic::test
