// Two small HTTP/1.1 servers, one with TLS: a thread for each connection, blocking calls, keep-alive.
#pragma once

#include "tests/lab/http_types.hpp"
#include "tests/lab/result.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ssm_lab {

struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

// Only loopback addresses can be named.
struct ListenAddress {
  std::string host;  // numeric: 127.x.y.z or ::1
  unsigned short port = 0;
};
// "127.0.0.1:8443", "localhost:0", "[::1]:8443". Fails with a sentence for anything else.
[[nodiscard]] Result<ListenAddress> parse_listen_address(const std::string& text);

struct HttpServerOptions {
  ListenAddress address;
  std::optional<TlsFiles> tls;
};

class HttpServer {
public:
  // Binds and listens; fails with a sentence. `handler` is called from the connections' threads and must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> listen(const HttpServerOptions& options,
                                                                  HttpHandler handler);
  // Stops first.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void start();
  // Closes every connection and joins every thread; at most a fraction of a second.
  void stop();
  // Reads the TLS files again: new connections get the new certificate, and the ones there are end. From any thread.
  // Fails with a sentence, and then nothing has changed.
  [[nodiscard]] Result<bool> reload_tls();
  // "127.0.0.1:40123", with the port that was really taken.
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] unsigned short port() const;

private:
  class Implementation;
  explicit HttpServer(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace ssm_lab
