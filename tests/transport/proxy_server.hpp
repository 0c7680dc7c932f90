#pragma once
// A small HTTP proxy in threads of the test. It resolves nothing: wherever it is asked to connect to, it connects to
// that port of 127.0.0.1.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/transport/tls_server.hpp"
#include "transport/http_exchange.hpp"

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
  ProxyServer(Decide decide, const ServerCertificate& certificate, const std::string& address = "127.0.0.1");

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

[[nodiscard]] ProxyServer::Decide always(const ProxyAction& action);

// Certificates for the names that ExchangeTest knows; the proxy's subject is "CN=proxy".
[[nodiscard]] ServerCertificate for_ssm_test();
[[nodiscard]] ServerCertificate for_proxy_test();

struct ProxyUser {
  std::string name;
  std::string password;
};
// The post, by way of proxy.test.
[[nodiscard]] HttpPost through(const ProxyServer& proxy, HttpPost post, const ProxyUser& user = {});
[[nodiscard]] HttpPost through_secure(const ProxyServer& proxy, HttpPost post);

}  // namespace lic::testing
