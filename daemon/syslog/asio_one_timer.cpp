#include "daemon/syslog/asio_one_timer.hpp"

#include <boost/asio/io_context.hpp>

#include <utility>

namespace lic {

AsioOneTimer::AsioOneTimer(boost::asio::io_context& loop) : timer_(loop) {}

void AsioOneTimer::set(Millis delay, std::function<void()> due) {
  set_ = std::make_shared<int>();
  timer_.expires_after(delay);
  timer_.async_wait([mine = std::weak_ptr<int>(set_), due = std::move(due)](const boost::system::error_code& error) {
    if (!error && !mine.expired()) due();
  });
}

void AsioOneTimer::cancel() {
  set_.reset();
  timer_.cancel();
}

}  // namespace lic
