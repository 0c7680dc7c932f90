#pragma once
// A small HTTP proxy in threads of the test. It resolves nothing: wherever it is asked to connect to, it connects to
// that port of 127.0.0.1.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/transport/tls_server.hpp"

namespace lic::testing {

struct ProxyAction {
  std::string answer;        // to CONNECT; may be broken HTTP
  bool tunnel = false;       // after the answer
  bool keep_open = false;    // without a tunnel: wait for the next CONNECT on this connection
  bool stay_silent = false;  // answer nothing and wait until the client goes away
};

[[nodiscard]] ProxyAction open_tunnel();
[[nodiscard]] ProxyAction refuse_with(const std::string& status, const std::string& more_headers = "");
// 407 with what it wants, on a connection that stays or is closed.
[[nodiscard]] ProxyAction want(const std::string& authenticate, bool keep_open);

class ProxyServer {
public:
  using Decide = std::function<ProxyAction(const std::string& head)>;  // called on a thread of the proxy
  explicit ProxyServer(Decide decide);
  // Spoken to over TLS.
  ProxyServer(Decide decide, const ServerCertificate& certificate);

  [[nodiscard]] int port() const { return server_.port(); }
  [[nodiscard]] int connections() const { return server_.connections(); }
  [[nodiscard]] std::vector<std::string> heads() const;

private:
  void serve(int socket);

  Decide decide_;
  TlsContextPtr context_;  // null: plain
  mutable std::mutex mutex_;
  std::vector<std::string> heads_;
  SocketServer server_;  // last: its threads use the rest
};

}  // namespace lic::testing
