// Does the local API answer? Asked as a client would, through its socket.
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "daemon/doctor/found.hpp"
#include "daemon/doctor/local_checks.hpp"
#include "persistence/file_descriptor.hpp"

namespace lic::doctor {
namespace {

constexpr std::string_view kName = "socket";
constexpr std::string_view kQuestion = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
constexpr std::string_view kAlive = "HTTP/1.1 200";

std::string reason(int error) { return std::system_category().message(error); }

bool becomes_ready(int socket, short events) {
  pollfd wait{socket, events, 0};
  return ::poll(&wait, 1, static_cast<int>(kSocketLimit.count())) == 1;
}

// What is wrong with the answer, empty if nothing.
std::string ask(int socket, const sockaddr_un& address) {
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return "accepts no connection: " + reason(errno);
  if (::send(socket, kQuestion.data(), kQuestion.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(kQuestion.size()))
    return "takes no request: " + reason(errno);
  std::array<char, 256> answer{};
  if (!becomes_ready(socket, POLLIN)) return "gives no answer within 2 seconds";
  const ssize_t length = ::recv(socket, answer.data(), answer.size(), 0);
  if (length < 0) return "gives no answer: " + reason(errno);
  if (std::string_view{answer.data(), static_cast<std::size_t>(length)}.starts_with(kAlive)) return {};
  return "does not answer like the agent";
}

}  // namespace

DiagnosisStep check_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto refused = [&path](const std::string& what) {
    return failed(kName, kCauseSocket,
                  {path + " " + what,
                   "see who removed or replaced it, and restart the agent: systemctl restart "
                   "smart-agentd"});
  };
  if (path.size() >= sizeof address.sun_path) return refused("has a path that is too long");
  std::memcpy(address.sun_path, path.data(), path.size());
  const FileDescriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (socket.number() < 0) return refused("cannot be asked: " + reason(errno));
  const std::string problem = ask(socket.number(), address);
  return problem.empty() ? good(kName, path + " answers") : refused(problem);
}

}  // namespace lic::doctor
