#pragma once
// A small HTTPS server in a thread of the test: loopback, ephemeral port, blocking, a thread a connection.

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/transport/tls_pki.hpp"

namespace lic::testing {

struct ServerAction {
  std::string raw;           // bytes to write; may be broken HTTP
  bool keep_open = false;    // else the connection is closed after `raw`
  bool stay_silent = false;  // write nothing and wait until the client goes away
};

// "HTTP/1.1 200 OK" with this body and the length of it.
[[nodiscard]] ServerAction http_answer(const std::string& body, const std::string& status = "200 OK",
                                       const std::string& more_headers = "");

class TlsServer {
public:
  using Respond = std::function<ServerAction(const std::string& body)>;  // called on a thread of the server
  explicit TlsServer(Respond respond, const ServerCertificate& certificate = {});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::string url(const std::string& host = "localhost") const;
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::vector<std::string> requests() const;  // heads and bodies as received

private:
  void serve();
  void serve_connection(int socket);

  Respond respond_;
  std::string certificate_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::string> requests_;
  std::set<int> open_;
  std::vector<std::thread> workers_;
  bool stopping_ = false;
  std::thread acceptor_;
};

// A listener that accepts (by the kernel) and never says a word. Closed: nobody listens on that port any more.
class DeafListener {
public:
  DeafListener();
  ~DeafListener();
  DeafListener(const DeafListener&) = delete;
  DeafListener& operator=(const DeafListener&) = delete;
  void close();
  [[nodiscard]] std::string url() const;

private:
  int socket_ = -1;
  int port_ = 0;
};

}  // namespace lic::testing
