// Who of the product is connected (R-USE-9).
#include "daemon/product/processes.hpp"

#include <gtest/gtest.h>

#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

const product::PeerProcess kEngine{.key = "10:5", .name = "engine"};

TEST(ProductProcesses, TellEachConnectionOnceAndTheFirstOneLater) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  product::Processes processes(bench.loop);
  int told = 0;
  processes.join(kEngine, [&told](std::uint32_t) { ++told; });
  processes.join(kEngine, [&told](std::uint32_t) { ++told; });
  EXPECT_EQ(told, 0);
  bench.run();
  EXPECT_EQ(told, 2);
  processes.join(kEngine, [&told](std::uint32_t) { ++told; });
  EXPECT_EQ(told, 3);
  EXPECT_EQ(processes.size(), 1U);
}

TEST(ProductProcesses, WaitWhenTheLoopIsFull) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  product::Processes processes(bench.loop);
  for (std::size_t count = 0; count < AgentLoop::kInboxMax; ++count) bench.loop.inform(TimerFired{});
  int told = 0;
  processes.join(kEngine, [&told](std::uint32_t) { ++told; });
  bench.run();
  EXPECT_EQ(told, 0);
  processes.proceed();
  bench.run();
  EXPECT_EQ(told, 1);
}

TEST(ProductProcesses, AreKnownWhileTheDiskRefuses) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  product::Processes processes(bench.loop);
  disk.refuse_commits(true);
  std::vector<std::uint32_t> holders;
  processes.join(kEngine, [&holders](std::uint32_t holder) { holders.push_back(holder); });
  bench.run();
  EXPECT_EQ(holders, std::vector<std::uint32_t>{1});
  disk.refuse_commits(false);
  bench.wake.retry();
  bench.run();
  ASSERT_EQ(disk.load()->state.sections.products.processes.size(), 1U);
  EXPECT_EQ(disk.load()->state.sections.products.processes.begin()->second.holder, 1U);
}

TEST(ProductProcesses, MayLeaveWhileTheyAreTold) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  product::Processes processes(bench.loop);
  std::uint32_t told = 0;
  processes.join(kEngine, [&processes](std::uint32_t) {
    processes.leave(kEngine.key);
    processes.leave(kEngine.key);
  });
  processes.join(kEngine, [&told](std::uint32_t holder) { told = holder; });
  bench.run();
  EXPECT_EQ(told, 1U);
  EXPECT_EQ(processes.size(), 0U);
}

TEST(ProductProcesses, ForgetOneThatLeftAndHearNoLateAnswer) {
  MemoryStore disk;
  LoopBench bench(disk);
  bench.start();
  int told = 0;
  {
    product::Processes processes(bench.loop);
    processes.join(kEngine, [&told](std::uint32_t) { ++told; });
    processes.leave(kEngine.key);
    EXPECT_EQ(processes.size(), 0U);
    processes.join(kEngine, [&told](std::uint32_t) { ++told; });
  }
  bench.run();
  EXPECT_EQ(told, 0);
}

}  // namespace
}  // namespace lic::test
