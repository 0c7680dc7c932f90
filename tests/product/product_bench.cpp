#include "tests/product/product_bench.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace lic::test {
namespace {

std::string fresh_directory() {
  std::string path = "/tmp/lic-product-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) return {};
  ::chmod(path.c_str(), 0755);
  return path;
}

}  // namespace

ProductClient::ProductClient(const std::string& socket_path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << std::strerror(errno);
}

ProductClient::~ProductClient() { ::close(socket_); }

std::size_t ProductClient::send(std::string_view bytes) {
  const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

void ProductClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

std::string ProductClient::receive() {
  std::array<char, 65536> chunk{};
  while (true) {
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) {
      is_closed_ = true;
      break;
    }
    received_.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return std::exchange(received_, {});
}

bool ProductClient::is_closed_by_peer() {
  received_ = receive();
  return is_closed_;
}

api::AccessRules ProductBench::own_rules() {
  return {.own_user = ::geteuid(), .admin_group = std::nullopt, .monitor_group = std::nullopt, .product_users = {}};
}

ProductBench::ProductBench(MemoryStore& disk, api::AccessRules rules, const std::string& at)
    : directory(fresh_directory()), path(at.empty() ? directory + "/product.sock" : at), bench(disk) {
  bench.start();
  server = std::make_unique<product::ProductServer>(io, bench.loop, std::move(rules));
  bench.loop.observe([this](const Reading&, const std::vector<DomainEvent>& events) {
    if (server) server->after_batch(events);
  });
  EXPECT_TRUE(server->listen(path).has_value());
}

ProductBench::~ProductBench() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
}

void ProductBench::settle() {
  for (int quiet = 0; quiet < 2; ++quiet) {
    io.restart();
    if (io.poll() > 0) quiet = -1;
    bench.run();
  }
}

std::string ProductBench::ask(ProductClient& client, std::string_view line) {
  client.send(line);
  settle();
  return client.receive();
}

void ProductBench::stop() {
  if (!server) return;
  server->stop_reading();
  bench.loop.stop();
  server->finish();
  settle();
  server.reset();
}

}  // namespace lic::test
