#pragma once
// OneTimer on an Asio loop.

#include <boost/asio/steady_timer.hpp>

#include <memory>

#include "daemon/syslog/one_timer.hpp"

namespace lic {

class AsioOneTimer final : public OneTimer {
public:
  explicit AsioOneTimer(boost::asio::io_context& loop);
  void set(Millis delay, std::function<void()> due) override;
  void cancel() override;

private:
  boost::asio::steady_timer timer_;
  std::shared_ptr<int> set_;  // shared: the handler holds it weakly, to learn that another setting replaced its own
};

}  // namespace lic
