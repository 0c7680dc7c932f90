#pragma once
// Plays systemd's end of the notification socket.

#include <array>
#include <cstdlib>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/config/config_folder.hpp"

namespace lic {

class NotifySocket {
public:
  NotifySocket() : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    const std::string path = folder_.path("notify");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    bound_ = ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;
  ~NotifySocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(descriptor_);
  }
  [[nodiscard]] bool bound() const { return bound_; }
  // The next message, or "" if there is none.
  [[nodiscard]] std::string next() const {
    std::array<char, 8192> buffer{};
    const ssize_t bytes = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    return bytes > 0 ? std::string(buffer.data(), static_cast<std::size_t>(bytes)) : std::string{};
  }

private:
  ConfigFolder folder_;
  int descriptor_;
  bool bound_ = false;
};

}  // namespace lic
