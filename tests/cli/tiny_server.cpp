#include "tests/cli/tiny_server.hpp"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <utility>

namespace lic::cli {
namespace {

int listen_unix(const std::string& path) {
  ::unlink(path.c_str());
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  (void)::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  (void)::listen(listener, 8);
  return listener;
}

int listen_loopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  (void)::listen(listener, 8);
  socklen_t length = sizeof address;
  (void)::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  port = ntohs(address.sin_port);
  return listener;
}

std::size_t content_length(const std::string& headers) {
  const std::size_t at = headers.find("Content-Length: ");
  std::size_t length = 0;
  if (at == std::string::npos) return 0;
  (void)std::from_chars(headers.data() + at + 16, headers.data() + headers.size(), length);
  return length;
}

// One whole request; nothing when the peer has closed.
std::optional<TinyRequest> read_request(int connection) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end != std::string::npos) {
      TinyRequest request;
      request.headers = text.substr(0, end + 2);
      const std::size_t length = content_length(request.headers);
      if (text.size() >= end + 4 + length) {
        request.body = text.substr(end + 4, length);
        request.method = text.substr(0, text.find(' '));
        const std::size_t start = request.method.size() + 1;
        request.target = text.substr(start, text.find(' ', start) - start);
        return request;
      }
    }
    const ssize_t count = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) return std::nullopt;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

void send_answer(int connection, const HttpAnswer& answer) {
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " X\r\n";
  if (!answer.content_type.empty()) text += "Content-Type: " + answer.content_type + "\r\n";
  if (answer.status != 204) text += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  text += "\r\n" + answer.body;
  (void)::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
}

}  // namespace

TinyServer::TinyServer(std::string path, Handler handler) : path_(std::move(path)), handler_(std::move(handler)) {
  listener_ = path_.empty() ? listen_loopback(port_) : listen_unix(path_);
  thread_ = std::thread{[this] { serve(); }};
}

TinyServer::~TinyServer() {
  is_stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  if (connection_ >= 0) ::shutdown(connection_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

void TinyServer::serve() {
  while (!is_stopping_) {
    const int connection = ::accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    connection_ = connection;
    const bool goes_on = serve_connection(connection);
    connection_ = -1;
    if (!goes_on) {
      ::shutdown(listener_, SHUT_RDWR);
      if (!path_.empty()) ::unlink(path_.c_str());
    }
    ::close(connection);
    if (!goes_on) return;
  }
}

bool TinyServer::serve_connection(int connection) {
  while (const auto request = read_request(connection)) {
    const auto answer = handler_(*request);
    if (!answer) return false;
    send_answer(connection, *answer);
  }
  return true;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "cli-test-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace lic::cli
