#pragma once
// Sockets of the tests: loopback only.

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace lic::testing {

// Listens on `address` and a port that the system chooses, or on `port`.
class Listener {
public:
  explicit Listener(const std::string& address = "127.0.0.1", int port = 0, int backlog = 64);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] int port() const { return port_; }
  void close();

private:
  int socket_ = -1;
  int port_ = 0;
};

// Serves every connection in a thread of its own; blocking.
class SocketServer {
public:
  using Serve = std::function<void(int socket)>;  // the socket is closed afterwards
  explicit SocketServer(Serve serve, const std::string& address = "127.0.0.1", int port = 0);
  ~SocketServer();
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;

  [[nodiscard]] int port() const { return listener_.port(); }
  [[nodiscard]] int connections() const { return connections_; }
  // "https://HOST:PORT/SmartTransport"
  [[nodiscard]] std::string url(const std::string& host = "localhost") const;

private:
  void accept_all();

  Serve serve_;
  Listener listener_;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;  // guards what follows
  std::set<int> open_;
  std::vector<std::thread> workers_;
  bool stopping_ = false;
  std::thread acceptor_;
};

// A listener that accepts (by the kernel) and never says a word. Closed: nobody listens on that port any more.
class DeafListener {
public:
  void close() { listener_.close(); }
  [[nodiscard]] int port() const { return listener_.port(); }
  [[nodiscard]] std::string url() const;

private:
  Listener listener_;
};

// An address where packets to a port vanish: a listener whose queue is full.
class BlackHole {
public:
  BlackHole(const std::string& address, int port);
  ~BlackHole();
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;

private:
  Listener listener_;
  std::vector<int> fillers_;
};

// Connected to a port of this machine, blocking; -1 if that fails.
[[nodiscard]] int connect_to(const std::string& address, int port);
// All of it; false if the other side is gone.
bool send_all(int socket, const std::string& bytes);
// Until an empty line, or the end of what comes.
[[nodiscard]] std::string read_head(int socket);

}  // namespace lic::testing
