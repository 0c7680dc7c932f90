#include "daemon/loop/asio_wake.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace lic {
namespace asio = boost::asio;

namespace {

// Far enough never to come, near enough for every kernel.
constexpr time_t kFarAway = 4'000'000'000;

int make_timer(clockid_t which) {
  const int descriptor = ::timerfd_create(which, TFD_NONBLOCK | TFD_CLOEXEC);
  // Only out of descriptors or memory at start; there is no life without a timer.
  if (descriptor < 0) std::abort();
  return descriptor;
}

}  // namespace

struct AsioWake::Inner {
  Inner(asio::io_context& context, Timers which)
      : io(context),
        timers(which),
        boot(context, make_timer(CLOCK_BOOTTIME)),
        calendar(context, make_timer(CLOCK_REALTIME)),
        retry(context) {}

  void wait_for_boot_time() {
    boot.async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
      if (error) return;
      std::uint64_t expirations = 0;
      const auto count = ::read(boot.native_handle(), &expirations, sizeof expirations);
      if (count > 0 && due) due();
      wait_for_boot_time();
    });
  }

  void set_calendar_watch() {
    itimerspec never{};
    never.it_value.tv_sec = kFarAway;
    ::timerfd_settime(calendar.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
  }

  void wait_for_step() {
    calendar.async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
      if (error) return;
      std::uint64_t expirations = 0;
      const auto count = ::read(calendar.native_handle(), &expirations, sizeof expirations);
      const bool was_set = count < 0 && errno == ECANCELED;
      // Not after an expiry: on a calendar beyond that moment it would expire again at once, without end.
      if (was_set) set_calendar_watch();
      if (was_set && stepped) stepped();
      wait_for_step();
    });
  }

  asio::io_context& io;
  Timers timers;
  asio::posix::stream_descriptor boot;
  asio::posix::stream_descriptor calendar;
  asio::steady_timer retry;
  std::function<void()> due;
  std::function<void()> stepped;
};

AsioWake::AsioWake(asio::io_context& io, Timers timers) : inner_(std::make_unique<Inner>(io, timers)) {
  if (timers == Timers::real) inner_->wait_for_boot_time();
}

AsioWake::~AsioWake() = default;

void AsioWake::soon(std::function<void()> turn) { asio::post(inner_->io, std::move(turn)); }

void AsioWake::arm(std::optional<BootTime> at, std::function<void()> due) {
  if (inner_->timers == Timers::lab) return;
  inner_->due = std::move(due);
  itimerspec when{};
  if (at) {
    // Zero would disarm: a moment that has passed is one millisecond after boot.
    const Millis since_boot = std::max(at->time_since_epoch(), Millis{1});
    when.it_value.tv_sec = static_cast<time_t>(since_boot.count() / 1000);
    when.it_value.tv_nsec = static_cast<long>(since_boot.count() % 1000) * 1'000'000;
  }
  ::timerfd_settime(inner_->boot.native_handle(), TFD_TIMER_ABSTIME, &when, nullptr);
}

void AsioWake::retry_after(Millis delay, std::function<void()> again) {
  inner_->retry.expires_after(delay);
  inner_->retry.async_wait([again = std::move(again)](const boost::system::error_code& error) {
    if (!error) again();
  });
}

void AsioWake::watch_calendar(std::function<void()> stepped) {
  inner_->stepped = std::move(stepped);
  inner_->set_calendar_watch();
  inner_->wait_for_step();
}

}  // namespace lic
