#include "tests/bench/load_connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace lic::load {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kAnswerBytesMax = 1024 * 1024;

int connected(int family, const sockaddr* address, socklen_t length) {
  const int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  const int on = 1;
  if (family == AF_INET) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(descriptor, address, length) == 0 && ::fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return -1;
}

int refuse_place() {
  errno = EINVAL;
  return -1;
}

int connect_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return refuse_place();
  path.copy(address.sun_path, path.size());
  return connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int connect_tcp(const std::string& host, std::string_view port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  std::uint16_t number = 0;
  const auto read = std::from_chars(port.data(), port.data() + port.size(), number);
  if (read.ec != std::errc() || ::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return refuse_place();
  address.sin_port = htons(number);
  return connected(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace

int connect_to(const std::string& place) {
  const std::size_t colon = place.rfind(':');
  if (place.find('/') != std::string::npos || colon == std::string::npos) return connect_unix(place);
  return connect_tcp(place.substr(0, colon), std::string_view(place).substr(colon + 1));
}

Connection::Connection(int descriptor, std::unique_ptr<Session> session)
    : descriptor_(descriptor), session_(std::move(session)), in_(kReadBytes) {}

Connection::Connection(Connection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      session_(std::move(other.session_)),
      out_(std::move(other.out_)),
      written_(other.written_),
      in_(std::move(other.in_)),
      filled_(other.filled_),
      in_flight_(other.in_flight_) {}

Connection::~Connection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Connection::put(const Item& item, Instant asked) {
  session_->put(item, asked, out_);
  ++in_flight_;
}

bool Connection::flush() {
  session_->flush(out_);
  while (written_ < out_.size()) {
    const ssize_t count = ::send(descriptor_, out_.data() + written_, out_.size() - written_, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    written_ += static_cast<std::size_t>(count);
  }
  out_.clear();
  written_ = 0;
  return true;
}

bool Connection::read(Answers& answers) {
  if (filled_ == in_.size()) {
    if (in_.size() >= kAnswerBytesMax) return false;
    in_.resize(2 * in_.size());
  }
  const ssize_t count = ::recv(descriptor_, in_.data() + filled_, in_.size() - filled_, 0);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  filled_ += static_cast<std::size_t>(count);
  const std::size_t before = answers.sent.size();
  const std::size_t used = session_->take({in_.data(), filled_}, answers);
  in_flight_ -= answers.sent.size() - before;
  filled_ -= used;
  if (filled_ > 0) std::memmove(in_.data(), in_.data() + used, filled_);
  return !answers.is_broken;
}

}  // namespace lic::load
