#pragma once
// One connection's side of a protocol: makes bytes of requests, and finds the answers in the bytes that come back.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/load_clock.hpp"
#include "tests/bench/load_workload.hpp"

namespace lic::load {

// What one call of Session::take found.
struct Answers {
  std::vector<Instant> sent;  // of each answer, good or bad: when its request was asked for
  std::uint64_t bad = 0;      // how many of them do not say that the write is done
  std::string first_bad;      // the text of the first bad one ever
  bool is_broken = false;     // the bytes are not of this protocol; the connection cannot go on

  void good(Instant asked) { sent.push_back(asked); }
  void refuse(Instant asked, std::string_view text) {
    sent.push_back(asked);
    ++bad;
    if (first_bad.empty()) first_bad = text;
  }
  void give_up(std::string_view text) {
    is_broken = true;
    ++bad;
    first_bad = text;
  }
};

class Session {
public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  // Takes a request on. Its bytes are in `out` at the latest after the next flush().
  virtual void put(const Item& item, Instant asked, std::string& out) = 0;
  // Finds the whole answers at the beginning of `in` and says how many bytes they are; the rest is given again.
  [[nodiscard]] virtual std::size_t take(std::string_view in, Answers& answers) = 0;
  // Appends what the protocol has to say by itself. Called before every write, and once after connecting.
  virtual void flush(std::string&) {}
};

// When the requests in flight were asked for, of a protocol that answers in order.
class InFlight {
public:
  void push(Instant asked) { asked_.push_back(asked); }
  [[nodiscard]] bool empty() const { return asked_.empty(); }
  [[nodiscard]] Instant pop() {
    const Instant first = asked_.front();
    asked_.pop_front();
    return first;
  }

private:
  std::deque<Instant> asked_;
};

// Our product socket: a JSON line each way (interfaces.md section 3).
[[nodiscard]] std::unique_ptr<Session> product_session();
// Our HTTP API: POST /v1/seats, keep-alive, pipelined.
[[nodiscard]] std::unique_ptr<Session> http_session();
// Redis: RESP, SET.
[[nodiscard]] std::unique_ptr<Session> redis_session();
// etcd v3: Put over gRPC, HTTP/2 without TLS.
[[nodiscard]] std::unique_ptr<Session> etcd_session();

}  // namespace lic::load
