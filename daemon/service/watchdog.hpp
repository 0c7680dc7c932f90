#pragma once
// Feeds systemd's watchdog from the loop's own io_context: a loop that hangs feeds nothing, and is killed and started
// again (WatchdogSec= of the unit). Who asks for no watchdog gets no timer and no wake-up.

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>

#include "daemon/service/service_notice.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

// How often systemd wants to hear of this process (WATCHDOG_USEC, WATCHDOG_PID); nothing = it does not.
[[nodiscard]] std::optional<std::chrono::microseconds> wanted_watchdog();

// Loop thread only.
class Watchdog {
public:
  // Both outlive it.
  Watchdog(boost::asio::io_context& io, ServiceNotice& service) : service_(service), timer_(io) {}

  // Feeds now and each half `period` from now on.
  void start(std::chrono::microseconds period);

private:
  void feed();

  ServiceNotice& service_;
  boost::asio::steady_timer timer_;
  std::chrono::microseconds pause_{0};
};

}  // namespace lic
