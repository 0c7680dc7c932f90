#include "tests/transport/listening.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <utility>

namespace lic::testing {
namespace {

struct Address {
  sockaddr_storage bytes{};
  socklen_t length = 0;
  [[nodiscard]] const sockaddr* generic() const { return reinterpret_cast<const sockaddr*>(&bytes); }
  [[nodiscard]] int family() const { return bytes.ss_family; }
};

Address address_of(const std::string& text, int port) {
  Address address;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&address.bytes, &v4, sizeof v4);
    address.length = sizeof v4;
  } else if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&address.bytes, &v6, sizeof v6);
    address.length = sizeof v6;
  }
  return address;
}

int port_of(int socket) {
  Address bound;
  bound.length = sizeof bound.bytes;
  (void)getsockname(socket, reinterpret_cast<sockaddr*>(&bound.bytes), &bound.length);
  sockaddr_in port{};  // the port lies at the same place in both kinds
  std::memcpy(&port, &bound.bytes, sizeof port);
  return ntohs(port.sin_port);
}

}  // namespace

Listener::Listener(const std::string& address, int port, int backlog) {
  const Address wanted = address_of(address, port);
  socket_ = ::socket(wanted.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  (void)setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  (void)bind(socket_, wanted.generic(), wanted.length);
  (void)listen(socket_, backlog);
  port_ = port_of(socket_);
}

Listener::~Listener() { close(); }

void Listener::close() {
  if (socket_ >= 0) (void)::close(socket_);
  socket_ = -1;
}

SocketServer::SocketServer(Serve serve, const std::string& address, int port)
    : serve_(std::move(serve)), listener_(address, port) {
  (void)std::signal(SIGPIPE, SIG_IGN);  // a client that goes away in the middle is part of the test
  acceptor_ = std::thread{[this] { accept_all(); }};
}

SocketServer::~SocketServer() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    (void)shutdown(listener_.socket(), SHUT_RDWR);
    for (const int socket : open_) (void)shutdown(socket, SHUT_RDWR);
  }
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
}

std::string SocketServer::url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port()) + "/SmartTransport";
}

void SocketServer::accept_all() {
  while (true) {
    const int socket = accept4(listener_.socket(), nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock{mutex_};
    if (stopping_ || socket < 0) {
      if (socket >= 0) (void)::close(socket);
      return;
    }
    ++connections_;
    open_.insert(socket);
    workers_.emplace_back([this, socket] {
      serve_(socket);
      const std::lock_guard closing{mutex_};
      open_.erase(socket);
      (void)::close(socket);
    });
  }
}

std::string DeafListener::url() const { return "https://localhost:" + std::to_string(port()) + "/SmartTransport"; }

// The queue of a listener with a backlog of 0 holds one connection; the kernel drops what comes after it is full.
BlackHole::BlackHole(const std::string& address, int port) : listener_(address, port, 0) {
  const Address target = address_of(address, listener_.port());
  for (int filler = 0; filler < 4; ++filler) {
    const int socket = ::socket(target.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)::connect(socket, target.generic(), target.length);
    fillers_.push_back(socket);
  }
}

BlackHole::~BlackHole() {
  for (const int socket : fillers_) (void)::close(socket);
}

int connect_to(const std::string& address, int port) {
  const Address target = address_of(address, port);
  const int socket = ::socket(target.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(socket, target.generic(), target.length) == 0) return socket;
  (void)::close(socket);
  return -1;
}

bool send_all(int socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::string read_head(int socket) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (text.find("\r\n\r\n") == std::string::npos) {
    const ssize_t count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace lic::testing
