#pragma once
// Wake on an Asio loop: a timerfd on CLOCK_BOOTTIME (R-TIME-1) and one that notices steps of the calendar. Between
// deadlines it sleeps; nothing polls.

#include <functional>
#include <memory>
#include <optional>

#include "daemon/loop/wake.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

enum class Timers { real, lab };  // in the lab time is moved by hand: arm() does nothing

class AsioWake final : public Wake {
public:
  AsioWake(boost::asio::io_context& io, Timers timers);
  ~AsioWake() override;

  void soon(std::function<void()> turn) override;
  void arm(std::optional<BootTime> at, std::function<void()> due) override;
  void retry_after(Millis delay, std::function<void()> again) override;

  // `stepped` runs each time somebody sets the calendar (R-TIME-3). Call once.
  void watch_calendar(std::function<void()> stepped);

private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace lic
