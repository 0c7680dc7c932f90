#include "daemon/service/watchdog.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/config/notify_socket.hpp"

namespace lic {
namespace {

using std::chrono::microseconds;

// What systemd puts into the environment of a service with WatchdogSec=.
class Asked {
public:
  Asked(const std::string& period, const std::string& process) {
    ::setenv("WATCHDOG_USEC", period.c_str(), 1);
    ::setenv("WATCHDOG_PID", process.c_str(), 1);
  }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;
  ~Asked() {
    ::unsetenv("WATCHDOG_USEC");
    ::unsetenv("WATCHDOG_PID");
  }
};

TEST(Watchdog, IsWantedOnlyIfSystemdAsksThisProcess) {
  EXPECT_EQ(wanted_watchdog(), std::nullopt);
  {
    const Asked us("90000000", std::to_string(::getpid()));
    EXPECT_EQ(wanted_watchdog(), microseconds(90'000'000));
  }
  const Asked another("90000000", std::to_string(::getpid() + 1));
  EXPECT_EQ(wanted_watchdog(), std::nullopt);
}

TEST(Watchdog, IsFedByTheLoopAsOftenAsItTurns) {
  const NotifySocket socket;
  ServiceNotice notice;
  boost::asio::io_context io;
  Watchdog watchdog(io, notice);
  watchdog.start(microseconds(2));
  EXPECT_EQ(socket.next(), "WATCHDOG=1");
  EXPECT_EQ(socket.next(), "");  // nobody but the loop feeds it
  EXPECT_EQ(io.run_one(), 1U);
  EXPECT_EQ(socket.next(), "WATCHDOG=1");
  EXPECT_EQ(io.run_one(), 1U);
  EXPECT_EQ(socket.next(), "WATCHDOG=1");
}

TEST(Watchdog, NotStartedLeavesTheLoopNothingToWaitFor) {
  ServiceNotice notice;
  boost::asio::io_context io;
  const Watchdog watchdog(io, notice);
  EXPECT_EQ(io.run(), 0U);
}

}  // namespace
}  // namespace lic
