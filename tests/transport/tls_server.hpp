#pragma once
// A small HTTPS server in a thread of the test: loopback, ephemeral port, blocking, a thread a connection.

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/transport/listening.hpp"
#include "tests/transport/tls_pki.hpp"
#include "transport/crypto/openssl_handles.hpp"

namespace lic::testing {

struct ServerAction {
  std::string first;         // bytes to write once, before the rest
  std::string raw;           // bytes to write; may be broken HTTP
  int times = 1;             // how often
  bool slowly = false;       // one byte each 20 ms
  bool keep_open = false;    // else the connection is closed after `raw`
  bool stay_silent = false;  // write nothing and wait until the client goes away
};

// "HTTP/1.1 200 OK" with this body and the length of it.
[[nodiscard]] ServerAction http_answer(const std::string& body, const std::string& status = "200 OK",
                                       const std::string& more_headers = "");

// Oddities of a server's TLS.
struct TlsManners {
  int highest_version = 0;         // TLS1_1_VERSION ...; 0 = the library's
  bool wants_certificate = false;  // of the client, which has none
};

class TlsServer {
public:
  using Respond = std::function<ServerAction(const std::string& body)>;  // called on a thread of the server
  explicit TlsServer(Respond respond, const ServerCertificate& certificate = {}, const TlsManners& manners = {});

  [[nodiscard]] std::string url(const std::string& host = "localhost") const { return server_.url(host); }
  [[nodiscard]] const std::string& certificate() const { return identity_.certificate; }
  [[nodiscard]] int port() const { return server_.port(); }
  [[nodiscard]] int connections() const { return server_.connections(); }
  [[nodiscard]] std::vector<std::string> requests() const;  // heads and bodies as received

private:
  void serve(int socket);

  Respond respond_;
  TlsIdentity identity_;
  TlsManners manners_;
  mutable std::mutex mutex_;  // guards what follows
  std::vector<std::string> requests_;
  SocketServer server_;  // last: its threads use the rest
};

using TlsContextPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;
using TlsConnectionPtr = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;
// A server's side, as lenient as the library can be.
[[nodiscard]] TlsContextPtr server_context(const TlsIdentity& identity, const TlsManners& manners = {});

}  // namespace lic::testing
