// The hot path of the group commit: what a batch of usage alone may leave out, and what not.
#include <gtest/gtest.h>

#include <optional>

#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

TEST(AgentLoop, ABatchOfUsageAloneIsCommittedAsSuch) {
  MemoryStore disk;
  LoopBench bench(disk, LabClock::first_position(kFirstMoment), ClockKind::real);
  bench.start();
  ASSERT_TRUE(bench.loop.submit(sign_in("a"), [](const Answered&) {}));
  static_cast<void>(bench.ask(sign_in("b")));
  EXPECT_TRUE(disk.was_usage_only());
  ASSERT_TRUE(bench.loop.submit(sign_in("c"), [](const Answered&) {}));
  static_cast<void>(bench.ask(SetHostnamePrivacy{true}));
  EXPECT_FALSE(disk.was_usage_only());
}

TEST(AgentLoop, ABatchThatStoresALabPositionIsNotUsageAlone) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  static_cast<void>(bench.ask(sign_in("a")));
  EXPECT_TRUE(disk.was_usage_only());
  bench.clock.advance(kSecond);
  static_cast<void>(bench.ask(sign_in("b")));
  EXPECT_FALSE(disk.was_usage_only());
}

// The lease is the one thing of usage that has a deadline (R-USE-9).
TEST(AgentLoop, ALeaseMovesTheTimer) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  SignIn leased = sign_in("a");
  leased.lease = 5 * kMinute;
  static_cast<void>(bench.ask(leased));
  EXPECT_EQ(bench.wake.armed_at, bench.clock.now().boot + 5 * kMinute);
  static_cast<void>(bench.ask(SignOut{{"a"}}));
  EXPECT_EQ(bench.wake.armed_at, bench.clock.now().boot + 15 * kMinute);
}

TEST(AgentLoop, ACommandThatWaitsHearsItsOutcomeThoughOthersAskMeanwhile) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  std::optional<Answered> heard;
  ASSERT_TRUE(bench.loop.submit(registration(), [&heard](const Answered& answered) { heard = answered; }));
  for (int number = 0; number < 3; ++number) static_cast<void>(bench.ask(sign_in("a")));
  EXPECT_FALSE(heard.has_value());
  bench.key_maker.finish();
  bench.run();
  bench.channel.reply(ExchangeFailed{FailureCode::tcp_refused, "refused", "start it", std::nullopt});
  bench.run();
  EXPECT_TRUE(heard.has_value());
}

}  // namespace
}  // namespace lic::test
