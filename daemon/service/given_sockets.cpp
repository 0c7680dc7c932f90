#include "daemon/service/given_sockets.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace lic {
namespace {

std::string place_of(int descriptor) {
  sockaddr_un address{};
  socklen_t size = sizeof address;
  const bool is_known = ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (is_known && address.sun_family == AF_UNIX && address.sun_path[0] == '/') return address.sun_path;
  return "descriptor " + std::to_string(descriptor);
}

}  // namespace

GivenSockets::GivenSockets(std::vector<int> descriptors) : descriptors_(std::move(descriptors)) {}

GivenSockets::GivenSockets(GivenSockets&& other) noexcept : descriptors_(std::exchange(other.descriptors_, {})) {}

GivenSockets::~GivenSockets() {
  for (const int descriptor : descriptors_) ::close(descriptor);
}

GivenSockets GivenSockets::take() {
  std::vector<int> descriptors;
  const int count = ::sd_listen_fds(1);
  for (int index = 0; index < count; ++index) descriptors.push_back(SD_LISTEN_FDS_START + index);
  return GivenSockets(std::move(descriptors));
}

std::optional<int> GivenSockets::claim(const std::string& path) {
  const auto found = std::ranges::find_if(descriptors_, [&path](int descriptor) {
    return ::sd_is_socket_unix(descriptor, SOCK_STREAM, 1, path.c_str(), 0) > 0;
  });
  if (found == descriptors_.end()) return std::nullopt;
  const int descriptor = *found;
  descriptors_.erase(found);
  return descriptor;
}

std::vector<std::string> GivenSockets::unclaimed() const {
  std::vector<std::string> places;
  for (const int descriptor : descriptors_) places.push_back(place_of(descriptor));
  return places;
}

}  // namespace lic
