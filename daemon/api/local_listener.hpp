#pragma once
// A listening Unix socket: opens it, or takes one that is open, takes who knocks, goes on when descriptors are short.
// Whoever comes is somebody else's business.

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/local/stream_protocol.hpp>

#include "agent/result.hpp"

namespace boost::asio {
class io_context;
}

namespace lic::api {

// One thread, the loop's.
class LocalListener {
public:
  using Socket = boost::asio::local::stream_protocol::socket;
  using Welcome = std::function<void(Socket)>;

  // `what` names the socket in errors: "API socket".
  LocalListener(boost::asio::io_context& io, std::string what, Welcome welcome);
  LocalListener(const LocalListener&) = delete;
  LocalListener& operator=(const LocalListener&) = delete;
  ~LocalListener();  // stops

  // Removes a socket that an earlier run left behind and listens on a fresh one, mode 0666. Only the holder of the
  // state lock may call it. Error `storage` names the path and the reason; `failed_precondition`: somebody answers
  // there.
  [[nodiscard]] Result<void> listen(const std::string& path);
  // Takes over a socket that listens already (systemd's). It is not removed at the end: who knocks then waits in it for
  // the next run. Error `storage`; the descriptor is closed in any case.
  [[nodiscard]] Result<void> adopt(int descriptor);
  // Accepts nobody any more and removes the socket that listen() made. Who was accepted just before is still welcomed.
  void stop();

private:
  struct Inner;
  std::shared_ptr<Inner> inner_;  // a pending accept refers to it after we have gone
};

}  // namespace lic::api
