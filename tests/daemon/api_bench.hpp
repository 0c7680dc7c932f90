#pragma once
// The local API over a real Unix socket, served by a thread, and a plain client that can also send what no client
// would.

#include <functional>
#include <memory>
#include <string>

#include "daemon/config/config.hpp"
#include "daemon/lab/lab_time.hpp"
#include "tests/support/memory_store.hpp"
#include "transport/ssm_channel.hpp"

namespace lic::test {

struct HttpAnswer {
  int status = 0;
  std::string head;
  std::string body;
};

// One connection. Reads give up after five seconds, so that a mistake fails instead of hanging.
class ApiClient {
public:
  explicit ApiClient(const std::string& socket_path);
  ApiClient(const ApiClient&) = delete;
  ApiClient& operator=(const ApiClient&) = delete;
  ~ApiClient();

  void send(const std::string& bytes);
  // Status 0 = the connection ended.
  [[nodiscard]] HttpAnswer receive();
  // Reads until `text` has come; empty = the connection ended first.
  [[nodiscard]] std::string receive_until(const std::string& text);
  [[nodiscard]] bool is_closed_by_peer();

private:
  [[nodiscard]] bool read_more();
  int socket_ = -1;
  std::string received_;
};

class ApiBench {
public:
  ApiBench();
  ~ApiBench();

  [[nodiscard]] const std::string& socket_path() const { return socket_path_; }
  // One request on its own connection.
  [[nodiscard]] HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = {});
  // Runs on the server's thread and waits for it.
  void on_loop(const std::function<void()>& work);
  void refuse_commits(bool refuse);
  // A second server listens there for a moment.
  [[nodiscard]] bool can_listen_at(const std::string& path);
  // Answers the exchange that is under way.
  void ssm_replies(SsmAnswer answer);
  void key_is_ready();
  [[nodiscard]] std::size_t tokens_kept();

private:
  struct Inner;
  std::string directory_;
  std::string socket_path_;
  std::unique_ptr<Inner> inner_;
};

[[nodiscard]] std::string http_request(const std::string& method, const std::string& target,
                                       const std::string& body = {}, const std::string& headers = {});

}  // namespace lic::test
