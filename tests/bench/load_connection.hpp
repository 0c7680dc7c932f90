#pragma once
// A connection to a server, non-blocking, with the bytes that wait on either side of it.

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/load_session.hpp"

namespace lic::load {

// A connected, non-blocking stream socket. `place` is the path of a Unix socket, or HOST:PORT with a numeric IPv4 host.
// -1 with the reason in errno.
[[nodiscard]] int connect_to(const std::string& place);

class Connection {
public:
  Connection(int descriptor, std::unique_ptr<Session> session);
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  // Takes a request on; flush() sends it.
  void put(const Item& item, Instant asked);
  // Writes what the socket takes. False if the connection is lost.
  [[nodiscard]] bool flush();
  // Whether bytes wait for the socket to become writable.
  [[nodiscard]] bool is_stuck() const { return written_ < out_.size(); }
  // Reads once and adds the answers that have come. False if the connection is lost.
  [[nodiscard]] bool read(Answers& answers);

private:
  int descriptor_;
  std::unique_ptr<Session> session_;
  std::string out_;
  std::size_t written_ = 0;
  std::vector<char> in_;
  std::size_t filled_ = 0;
  std::size_t in_flight_ = 0;
};

}  // namespace lic::load
