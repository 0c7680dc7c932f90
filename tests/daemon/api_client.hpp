#pragma once
// A plain client of the local API that can also send what no client would.

#include <cstddef>
#include <string>

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
  // What the socket takes at once; the number of bytes.
  [[nodiscard]] std::size_t send_without_waiting(const std::string& bytes);
  // No more requests come; answers may.
  void end_sending();
  // Status 0 = the connection ended.
  [[nodiscard]] HttpAnswer receive();
  // Reads until `text` has come; empty = the connection ended first.
  [[nodiscard]] std::string receive_until(const std::string& text);
  [[nodiscard]] bool is_closed_by_peer();

private:
  [[nodiscard]] bool read_more();
  [[nodiscard]] std::string receive_chunks();  // "broken off" without the last one
  int socket_ = -1;
  std::string received_;
};

[[nodiscard]] std::string http_request(const std::string& method, const std::string& target,
                                       const std::string& body = {}, const std::string& headers = {});

}  // namespace lic::test
