#include "daemon/service/watchdog.hpp"

#include <systemd/sd-daemon.h>

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace lic {

std::optional<std::chrono::microseconds> wanted_watchdog() {
  std::uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds(microseconds);
}

void Watchdog::start(std::chrono::microseconds period) {
  pause_ = period / 2;
  feed();
}

void Watchdog::feed() {
  service_.alive();
  timer_.expires_after(pause_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) feed();
  });
}

}  // namespace lic
