#pragma once
// A syslog server in threads of the test: loopback, octet counting over TCP or TLS, or UDP. Remembers what came.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/transport/listening.hpp"
#include "tests/transport/tls_server.hpp"

namespace lic::testing {

// How the receiver deals with a connection that nobody has ended yet.
enum class Manners {
  waits,                   // until the other side says goodbye; then closes
  closes_after_a_message,  // in order, as who ends idle connections
  resets_at_goodbye,
  talks_for_ever,
};

class StreamReceiver {
public:
  // `port` 0: the system chooses. With a certificate it speaks TLS. `bytes_max` > 0: each connection is dropped (with a
  // reset) after so many bytes.
  explicit StreamReceiver(int port = 0, std::optional<ServerCertificate> certificate = {}, std::size_t bytes_max = 0,
                          Manners manners = Manners::waits);
  [[nodiscard]] int port() const { return server_->port(); }
  [[nodiscard]] int connections() const { return server_->connections(); }
  // Of whole frames "LENGTH MESSAGE"; a frame that is none is kept as "not a frame: ...".
  [[nodiscard]] std::vector<std::string> messages() const;
  // Connections that the other side ended in order.
  [[nodiscard]] int orderly_ends() const { return orderly_ends_; }

private:
  void serve(int socket);
  void serve_tls(int socket);
  void take(std::string& bytes);
  [[nodiscard]] bool leaves_now() const;

  std::optional<ServerCertificate> certificate_;
  std::size_t bytes_max_;
  Manners manners_;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::string> messages_;
  std::atomic<int> orderly_ends_ = 0;
  std::unique_ptr<SocketServer> server_;  // last: its threads use the rest
};

class DatagramReceiver {
public:
  explicit DatagramReceiver(int port = 0);
  ~DatagramReceiver();
  DatagramReceiver(const DatagramReceiver&) = delete;
  DatagramReceiver& operator=(const DatagramReceiver&) = delete;
  [[nodiscard]] int port() const { return port_; }
  // What has come so far.
  [[nodiscard]] std::vector<std::string> messages();

private:
  int socket_ = -1;
  int port_ = 0;
  std::vector<std::string> messages_;
};

}  // namespace lic::testing
