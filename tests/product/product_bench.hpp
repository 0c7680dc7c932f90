#pragma once
// The product socket over a real Unix socket, on one thread: the test says when anything happens.

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

#include "daemon/product/product_server.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {

// Never waits: takes what the socket takes, and reads what has come.
class ProductClient {
public:
  explicit ProductClient(const std::string& socket_path);
  ProductClient(const ProductClient&) = delete;
  ProductClient& operator=(const ProductClient&) = delete;
  ~ProductClient();

  // How much of it was taken.
  std::size_t send(std::string_view bytes);
  void end_sending();
  // Everything that has come and was not given before.
  [[nodiscard]] std::string receive();
  [[nodiscard]] bool is_closed_by_peer();

private:
  int socket_;
  std::string received_;
  bool is_closed_ = false;
};

struct ProductBench {
  // Listens at `at`; empty = in a directory of its own.
  explicit ProductBench(MemoryStore& disk, api::AccessRules rules = own_rules(), const std::string& at = {});
  ~ProductBench();
  [[nodiscard]] static api::AccessRules own_rules();

  // Until nothing happens any more.
  void settle();
  // One request's answer, or whatever came.
  [[nodiscard]] std::string ask(ProductClient& client, std::string_view line);
  // As the daemon does at its end.
  void stop();

  std::string directory;
  std::string path;
  LoopBench bench;
  boost::asio::io_context io{1};
  std::unique_ptr<product::ProductServer> server;
};

}  // namespace lic::test
