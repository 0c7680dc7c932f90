#include "daemon/api/local_listener.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cerrno>
#include <utility>

#include "agent/time.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

constexpr Millis kAcceptPause = kSecond;

// A socket at which somebody accepts belongs to a living daemon; a left-over one refuses at once. A full backlog
// (EAGAIN) is life as well.
bool is_answered(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return false;
  const bool is_alive =
      ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
  ::close(probe);
  return is_alive;
}

// Only a socket is removed: a file that somebody put there by mistake is not ours.
bool remove_stale_socket(const std::string& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return errno == ENOENT;
  return S_ISSOCK(found.st_mode) && ::unlink(path.c_str()) == 0;
}

}  // namespace

struct LocalListener::Inner : std::enable_shared_from_this<LocalListener::Inner> {
  Inner(asio::io_context& io, std::string name, Welcome to_do)
      : acceptor(io), pause(io), what(std::move(name)), welcome(std::move(to_do)) {}

  [[nodiscard]] Error cannot_listen(const std::string& at, const std::string& reason) const {
    return Error(ErrorCode::storage, "the " + what + " " + at + " cannot be opened: " + reason,
                 "make its directory and let the daemon's user write there, or choose another with --runtime-dir");
  }

  void accept() {
    acceptor.async_accept([self = shared_from_this()](const error_code& error, Socket socket) {
      self->on_accepted(error, std::move(socket));
    });
  }

  void on_accepted(const error_code& error, Socket socket) {
    // Also when stopped meanwhile: it was taken out of the backlog, so nobody else can welcome it.
    if (!error && welcome) welcome(std::move(socket));
    if (!acceptor.is_open()) return;
    if (error) {
      // Out of descriptors, most likely: trying again at once would only burn the processor.
      pause.expires_after(kAcceptPause);
      pause.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped) self->accept();
      });
      return;
    }
    accept();
  }

  stream_protocol::acceptor acceptor;
  asio::steady_timer pause;
  std::string what;
  Welcome welcome;
  std::string path;
};

LocalListener::LocalListener(asio::io_context& io, std::string what, Welcome welcome)
    : inner_(std::make_shared<Inner>(io, std::move(what), std::move(welcome))) {}

LocalListener::~LocalListener() {
  stop();
  inner_->welcome = nullptr;
}

Result<void> LocalListener::listen(const std::string& path) {
  Inner& inner = *inner_;
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return inner.cannot_listen(path, "the path is longer than 107 bytes");
  if (is_answered(path)) {
    return Error(ErrorCode::failed_precondition, "another daemon answers at the " + inner.what + " " + path,
                 "stop that one, or give this one a runtime directory of its own with --runtime-dir");
  }
  if (!remove_stale_socket(path)) return inner.cannot_listen(path, "something that is not a socket lies there");
  error_code error;
  inner.acceptor.open(stream_protocol(), error);
  if (!error) inner.acceptor.bind(stream_protocol::endpoint(path), error);
  if (!error && ::chmod(path.c_str(), 0666) != 0) error.assign(errno, boost::system::system_category());
  if (!error) inner.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return inner.cannot_listen(path, error.message());
  inner.path = path;
  inner.accept();
  return {};
}

Result<void> LocalListener::adopt(int descriptor) {
  error_code error;
  inner_->acceptor.assign(stream_protocol(), descriptor, error);
  if (error) {
    ::close(descriptor);
    return Error(ErrorCode::storage, "the " + inner_->what + " from systemd cannot be used: " + error.message(),
                 "restart smart-agentd.socket and the service");
  }
  inner_->accept();
  return {};
}

void LocalListener::stop() {
  error_code ignored;
  inner_->pause.cancel();
  inner_->acceptor.close(ignored);
  if (!inner_->path.empty()) ::unlink(std::exchange(inner_->path, {}).c_str());
}

}  // namespace lic::api
