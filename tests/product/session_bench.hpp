#pragma once
// One session over a real loop with a store in memory; the test moves everything by hand.

#include <string>
#include <string_view>
#include <vector>

#include "daemon/product/session.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {

[[nodiscard]] inline api::Roles product_role() { return {.admin = false, .monitor = false, .product = true}; }
[[nodiscard]] inline api::Roles monitor_role() { return {.admin = false, .monitor = true, .product = false}; }

struct SessionBench final : product::SessionOwner {
  explicit SessionBench(const api::Roles& roles = product_role(), bool has_holder = true);
  void on_answered() override { ++answers_heard; }

  // Gives the bytes as the socket would, as many at a time as there is space for.
  void send(std::string_view bytes);
  // Runs the loop until nothing is left to do.
  void run();
  // What was to be written since the last call, line by line.
  [[nodiscard]] std::vector<std::string> lines();
  // All of it for one request.
  [[nodiscard]] std::vector<std::string> ask(std::string_view bytes);

  MemoryStore disk;
  LoopBench bench{disk};
  product::RequestReader reader;
  product::SyncBudget budget;
  product::Office office{.loop = bench.loop, .reader = reader, .sync_budget = budget};
  product::Session session;
  int answers_heard = 0;
};

[[nodiscard]] std::string sign_in_line(int number);

}  // namespace lic::test
