#pragma once
// One client on a product socket, with seat users of its own. Used from one thread.

#include <atomic>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "tests/pool/operation.hpp"
#include "tests/simulation/dice.hpp"

namespace lic::pool {

enum class Phase : std::uint8_t { fill, churn, drain };

class Client {
public:
  struct Place {
    std::string socket;
    int number = 0;
    std::uint64_t seed = 1;
  };
  Client(const Place& place, const Pool& pool, std::atomic<std::uint64_t>& order);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) = delete;
  Client& operator=(Client&&) = delete;
  ~Client();

  struct Work {
    Phase phase = Phase::fill;
    std::int64_t operations = 0;  // a drain goes on until nobody of this client is signed in
    std::size_t in_flight = 1;
  };
  // Does the work; false = complaint() says why not.
  [[nodiscard]] bool run(const Work& work);
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  [[nodiscard]] std::vector<Operation> take_operations() { return std::move(operations_); }

private:
  struct Asked {
    std::int64_t person;
    Operation operation;
  };
  [[nodiscard]] bool choose(Phase phase, Asked& asked);
  void write_line(const Asked& asked, std::string& out);
  [[nodiscard]] bool send(const std::string& text);
  [[nodiscard]] bool receive();
  [[nodiscard]] bool take(std::string_view line);
  [[nodiscard]] bool judge_counts(std::string_view line);
  [[nodiscard]] bool complain(std::string text);

  int number_;
  const Pool& pool_;
  std::atomic<std::uint64_t>& order_;
  sim::Dice dice_;
  int socket_ = -1;
  std::string unread_;
  std::deque<Asked> waiting_;
  std::vector<std::int64_t> standard_;  // signed in, and nothing about them is under way
  std::vector<std::int64_t> premium_;
  std::int64_t next_person_ = 0;
  std::uint64_t next_line_ = 0;
  std::uint64_t next_answer_ = 0;
  std::vector<Operation> operations_;
  std::string complaint_;
};

}  // namespace lic::pool
