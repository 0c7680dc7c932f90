#include "daemon/app/status_teller.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdlib>

#include "agent/status.hpp"
#include "daemon/app/status_line.hpp"

namespace lic {
namespace {

constexpr std::chrono::seconds kPause{1};

}  // namespace

StatusTeller::StatusTeller(boost::asio::io_context& io, const AgentLoop& loop, ServiceNotice& service)
    : loop_(loop), service_(service), timer_(io), is_service_(::getenv("NOTIFY_SOCKET") != nullptr) {}

void StatusTeller::after_batch() {
  if (!is_service_) return;
  if (!loop_.was_usage_only()) return tell();
  if (is_armed_) return;
  is_armed_ = true;
  timer_.expires_after(kPause);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    is_armed_ = false;
    tell();
  });
}

void StatusTeller::tell() {
  const Reading reading = loop_.reading();
  service_.status(status_line(status(reading.state, reading.now, reading.policy)));
}

}  // namespace lic
