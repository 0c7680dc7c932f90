#include "tests/daemon/api_client.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace lic::test {
namespace {

std::size_t content_length(const std::string& head) {
  constexpr std::string_view kName = "Content-Length: ";
  const auto at = head.find(kName);
  if (at == std::string::npos) return 0;
  std::size_t length = 0;
  std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

ApiClient::ApiClient(const std::string& socket_path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  const timeval limit{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << std::strerror(errno);
}

ApiClient::~ApiClient() { ::close(socket_); }

void ApiClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // the server may refuse before it has read everything
    sent += static_cast<std::size_t>(count);
  }
}

std::size_t ApiClient::send_without_waiting(const std::string& bytes) {
  const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void ApiClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

bool ApiClient::read_more() {
  std::array<char, 4096> chunk{};
  const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (count <= 0) return false;
  received_.append(chunk.data(), static_cast<std::size_t>(count));
  return true;
}

std::string ApiClient::receive_until(const std::string& text) {
  while (true) {
    const auto at = received_.find(text);
    if (at != std::string::npos) {
      std::string result = received_.substr(0, at + text.size());
      received_.erase(0, at + text.size());
      return result;
    }
    if (!read_more()) return {};
  }
}

HttpAnswer ApiClient::receive() {
  HttpAnswer answer;
  answer.head = receive_until("\r\n\r\n");
  if (answer.head.size() < 12) return answer;
  std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
  if (answer.head.find("Transfer-Encoding: chunked") != std::string::npos) {
    answer.body = receive_chunks();
    return answer;
  }
  const std::size_t length = content_length(answer.head);
  while (received_.size() < length && read_more()) {
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

std::string ApiClient::receive_chunks() {
  std::string body;
  while (true) {
    const std::string line = receive_until("\r\n");
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc{} || end + 2 != line.data() + line.size()) return "broken off";
    while (received_.size() < size + 2 && read_more()) {
    }
    if (received_.size() < size + 2) return "broken off";
    body += received_.substr(0, size);
    received_.erase(0, size + 2);
    if (size == 0) return body;
  }
}

bool ApiClient::is_closed_by_peer() {
  char byte = 0;
  return ::recv(socket_, &byte, 1, 0) == 0;
}

std::string http_request(const std::string& method, const std::string& target, const std::string& body,
                         const std::string& headers) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
  if (!body.empty())
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

}  // namespace lic::test
