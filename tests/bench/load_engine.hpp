#pragma once
// Drives a server through any number of connections and measures it: one thread, one epoll set, the same for all
// protocols.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/load_connection.hpp"
#include "tests/bench/load_histogram.hpp"

namespace lic::load {

// What is to be done. Three ways: `rate` set: an open loop of so many requests a second over all connections, each due
// at its own time, whether or not earlier ones are answered; `count` set: so many requests, once, without a warm-up;
// neither: a closed loop, in which each answer asks for the next request, until the time is over.
struct Plan {
  std::string place;
  std::size_t connections = 1;
  std::size_t depth = 1;  // requests in flight on each connection (not in an open loop)
  double seconds = 2;
  double warm_up_seconds = 0.3;
  double rate = 0;
  std::uint64_t count = 0;
};

struct Outcome {
  Histogram latency;
  double seconds = 0;        // what was measured
  std::uint64_t count = 0;   // answers in that time (open loop: answers to what was due in that time)
  std::uint64_t errors = 0;  // from the first request on, warm-up included
  std::string first_error;
};

class Engine {
public:
  using MakeSession = std::function<std::unique_ptr<Session>()>;
  Engine(Plan plan, Workload& work, const MakeSession& make_session);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Runs the plan once. Latencies of a closed loop run from the request to its answer; of an open loop from the time
  // at which the request was due, so that a server that stalls is not spared what it delayed. Waits for the last
  // answers (at most 10 s), so that the next run finds a server at rest.
  [[nodiscard]] Outcome run();

private:
  [[nodiscard]] bool connect(const MakeSession& make_session);
  [[nodiscard]] bool may_ask() const;
  void ask(Connection& connection, Instant asked);
  void send(Connection& connection);
  void ask_first();
  void ask_what_is_due();
  [[nodiscard]] Nanos patience() const;
  void wait();
  void hear(Connection& connection);
  void count(Instant asked);
  void fail(std::string text);
  [[nodiscard]] Instant due(std::uint64_t number) const;
  [[nodiscard]] bool is_over() const;

  Plan plan_;
  Workload& work_;
  std::vector<Connection> connections_;
  std::vector<bool> is_watched_;  // by connection: whether epoll tells when it becomes writable
  int epoll_ = -1;
  Instant now_{};
  Instant start_{};
  Instant begin_{};  // of what is measured
  Instant end_{};
  std::uint64_t asked_ = 0;
  std::uint64_t answered_ = 0;
  bool is_lost_ = false;
  Answers answers_;
  Outcome outcome_;
};

}  // namespace lic::load
