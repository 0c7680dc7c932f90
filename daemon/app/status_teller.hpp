#pragma once
// Keeps the line of `systemctl status` true. It is worked out after each batch that changed more than counters, and a
// second after counters began to change: not a thousand times a second while a shift signs in.

#include <boost/asio/steady_timer.hpp>

#include "daemon/loop/agent_loop.hpp"
#include "daemon/service/service_notice.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

// Loop thread only.
class StatusTeller {
public:
  // All outlive it. Without a service manager it does nothing.
  StatusTeller(boost::asio::io_context& io, const AgentLoop& loop, ServiceNotice& service);

  void after_batch();

private:
  void tell();

  const AgentLoop& loop_;
  ServiceNotice& service_;
  boost::asio::steady_timer timer_;
  bool is_service_;
  bool is_armed_ = false;
};

}  // namespace lic
