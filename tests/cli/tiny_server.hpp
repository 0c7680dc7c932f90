#pragma once
// A blocking HTTP server on a Unix socket or a loopback port, one request after the other, in a thread of its own.

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "daemon/cli/http_client.hpp"

namespace lic::cli {

struct TinyRequest {
  std::string method, target, headers, body;
};

class TinyServer {
public:
  // Nothing = cut the connection without an answer and stop listening, as a process that was killed.
  using Handler = std::function<std::optional<HttpAnswer>(const TinyRequest&)>;

  // `path` of the socket; empty = a loopback port of the kernel's choice.
  TinyServer(std::string path, Handler handler);
  ~TinyServer();
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;

  [[nodiscard]] int port() const { return port_; }

private:
  void serve();
  bool serve_connection(int connection);  // false = killed

  std::string path_;
  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connection_ = -1;
  std::atomic<bool> is_stopping_ = false;
  std::thread thread_;
};

// A folder of its own below the temporary folder, removed at the end.
class TemporaryFolder {
public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

private:
  std::string path_;
};

}  // namespace lic::cli
