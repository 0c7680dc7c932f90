#include "tests/syslog/syslog_receiver.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace lic::testing {
namespace {

void close_with_reset(int socket) {
  const linger reset{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

}  // namespace

StreamReceiver::StreamReceiver(int port, std::optional<ServerCertificate> certificate, std::size_t bytes_max,
                               Manners manners)
    : certificate_(std::move(certificate)), bytes_max_(bytes_max), manners_(manners) {
  server_ = std::make_unique<SocketServer>([this](int socket) { certificate_ ? serve_tls(socket) : serve(socket); },
                                           "127.0.0.1", port);
}

std::vector<std::string> StreamReceiver::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

void StreamReceiver::take(std::string& bytes) {
  for (auto blank = bytes.find(' '); blank != std::string::npos; blank = bytes.find(' ')) {
    std::size_t length = 0;
    const auto [end, failure] = std::from_chars(bytes.data(), bytes.data() + blank, length);
    const bool is_frame = failure == std::errc{} && end == bytes.data() + blank;
    if (is_frame && bytes.size() < blank + 1 + length) return;
    const std::lock_guard lock(mutex_);
    messages_.push_back(is_frame ? bytes.substr(blank + 1, length) : "not a frame: " + bytes);
    bytes.erase(0, is_frame ? blank + 1 + length : bytes.size());
  }
}

bool StreamReceiver::leaves_now() const { return manners_ == Manners::closes_after_a_message && !messages().empty(); }

void StreamReceiver::serve(int socket) {
  while (manners_ == Manners::talks_for_ever)
    if (!send_all(socket, std::string(4096, '!'))) return;
  std::string bytes;
  std::size_t count = 0;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto got = ::recv(socket, buffer.data(), bytes_max_ > 0 ? 1 : buffer.size(), 0);
    if (got == 0) ++orderly_ends_;
    if (got == 0 && manners_ == Manners::resets_at_goodbye) close_with_reset(socket);
    if (got <= 0) return;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    count += static_cast<std::size_t>(got);
    if (bytes_max_ > 0 && count >= bytes_max_) {
      close_with_reset(socket);
      return;
    }
    take(bytes);
    if (leaves_now()) return;
  }
}

void StreamReceiver::serve_tls(int socket) {
  const TlsContextPtr context = server_context(identity_of(*certificate_));
  const TlsConnectionPtr connection(SSL_new(context.get()));
  SSL_set_fd(connection.get(), socket);
  if (SSL_accept(connection.get()) != 1) return;
  const std::string noise(4096, '!');
  while (manners_ == Manners::talks_for_ever)
    if (SSL_write(connection.get(), noise.data(), static_cast<int>(noise.size())) <= 0) return;
  std::string bytes;
  std::array<char, 4096> buffer{};
  for (;;) {
    const int got = SSL_read(connection.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (got <= 0 && SSL_get_error(connection.get(), got) == SSL_ERROR_ZERO_RETURN) ++orderly_ends_;
    if (got <= 0) return;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    take(bytes);
    if (!leaves_now()) continue;
    (void)SSL_shutdown(connection.get());
    return;
  }
}

DatagramReceiver::DatagramReceiver(int port) : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), length), 0);
  EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length), 0);
  port_ = ntohs(address.sin_port);
}

DatagramReceiver::~DatagramReceiver() { ::close(socket_); }

std::vector<std::string> DatagramReceiver::messages() {
  std::array<char, 65536> buffer{};
  for (auto got = ::recv(socket_, buffer.data(), buffer.size(), 0); got >= 0;
       got = ::recv(socket_, buffer.data(), buffer.size(), 0))
    messages_.emplace_back(buffer.data(), static_cast<std::size_t>(got));
  return messages_;
}

}  // namespace lic::testing
