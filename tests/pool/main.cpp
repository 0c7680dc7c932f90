// lic_pool: concurrent clients fill, churn and drain the pool of License Control over the product socket of a running
// daemon, and what they were told is judged. Exit 0: no contradiction; 1: one was found; 2: usage.

#include <charconv>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/pool/checker.hpp"
#include "tests/pool/client.hpp"

namespace lic::pool {
namespace {

struct Options {
  std::string socket;
  Pool pool;         // as the daemon was told
  Pool judged_pool;  // by which its answers are judged; another one must lead to a contradiction
  std::int64_t operations = 200'000;
  std::int64_t clients = 16;
  std::int64_t round = 20'000;  // operations of one fill, churn and drain together
  std::int64_t seed = 1;
};

bool take_number(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0;
}

std::optional<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  options.judged_pool = {-1, -1, {}};
  for (std::size_t index = 0; index + 1 < arguments.size(); index += 2) {
    const std::string& name = arguments[index];
    const std::string& value = arguments[index + 1];
    if (name == "--socket") {
      options.socket = value;
      continue;
    }
    if (name == "--code") {
      options.pool.code = value;
      continue;
    }
    const bool known = (name == "--premium" && take_number(value, options.pool.premium)) ||
                       (name == "--standard" && take_number(value, options.pool.standard)) ||
                       (name == "--judge-premium" && take_number(value, options.judged_pool.premium)) ||
                       (name == "--judge-standard" && take_number(value, options.judged_pool.standard)) ||
                       (name == "--operations" && take_number(value, options.operations)) ||
                       (name == "--clients" && take_number(value, options.clients)) ||
                       (name == "--round" && take_number(value, options.round)) ||
                       (name == "--seed" && take_number(value, options.seed));
    if (!known) return std::nullopt;
  }
  if (arguments.size() % 2 != 0 || options.socket.empty() || options.clients == 0) return std::nullopt;
  if (options.judged_pool.premium < 0) options.judged_pool.premium = options.pool.premium;
  if (options.judged_pool.standard < 0) options.judged_pool.standard = options.pool.standard;
  return options;
}

class Office {
public:
  explicit Office(const Options& options) : options_(options) {
    for (std::int64_t number = 0; number < options.clients; ++number)
      clients_.push_back(std::make_unique<Client>(
          Client::Place{options.socket, static_cast<int>(number), static_cast<std::uint64_t>(options.seed)},
          options.pool, order_));
  }

  std::string work() {
    for (std::int64_t round = 0; done_ < options_.operations; ++round) {
      const std::size_t in_flight = round % 2 == 0 ? 1 : 32;  // few at once make the judgement sharp, many make it fast
      const std::int64_t churn = options_.round / options_.clients;
      // Enough to fill the pool and to be refused.
      const std::int64_t fill = options_.pool.seats() * 5 / 4 / options_.clients + 3;
      for (const Client::Work work :
           {Client::Work{Phase::fill, fill, in_flight}, Client::Work{Phase::churn, churn, in_flight},
            Client::Work{Phase::drain, 0, in_flight}})
        if (std::string found = together(work); !found.empty()) return found;
      if (in_use_.seats != 0) return "after a drain seats are in use";
    }
    return {};
  }
  [[nodiscard]] std::int64_t done() const { return done_; }
  [[nodiscard]] std::int64_t refused() const { return refused_; }

private:
  // All clients at once; then nothing is under way, and it is judged.
  std::string together(const Client::Work& work) {
    {
      std::vector<std::jthread> threads;
      for (const auto& client : clients_) threads.emplace_back([&client, &work] { (void)client->run(work); });
    }
    std::vector<Operation> operations;
    for (const auto& client : clients_) {
      if (!client->complaint().empty()) return client->complaint();
      const std::vector<Operation> one = client->take_operations();
      operations.insert(operations.end(), one.begin(), one.end());
    }
    done_ += static_cast<std::int64_t>(operations.size());
    for (const Operation& operation : operations) refused_ += operation.accepted ? 0 : 1;
    std::string found = contradiction(operations, options_.judged_pool, in_use_);
    if (found.empty() && work.phase == Phase::fill)
      found = contradiction_of_filling(operations, options_.judged_pool, in_use_);
    return found;
  }

  const Options& options_;
  std::atomic<std::uint64_t> order_{0};
  std::vector<std::unique_ptr<Client>> clients_;
  InUse in_use_;
  std::int64_t done_ = 0;
  std::int64_t refused_ = 0;
};

int run(const Options& options) {
  const auto began = std::chrono::steady_clock::now();
  Office office(options);
  const std::string found = office.work();
  if (!found.empty()) {
    std::cout << "CONTRADICTION after " << office.done() << " operations: " << found << '\n';
    return 1;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cout << office.done() << " operations by " << options.clients << " clients, " << office.refused()
            << " refused, 0 contradictions, " << took.count() << " s\n";
  return 0;
}

}  // namespace
}  // namespace lic::pool

int main(int argc, char** argv) {
  const auto options = lic::pool::read_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) {
    std::cerr << "usage: lic_pool --socket PATH --premium N --standard N [--operations N] [--clients N] [--round N]\n"
                 "                [--seed N] [--code CODE] [--judge-premium N] [--judge-standard N]\n";
    return 2;
  }
  return lic::pool::run(*options);
}
