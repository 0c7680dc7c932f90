#include "daemon/api/api_server.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/api/problem.hpp"
#include "daemon/api/response_text.hpp"
#include "daemon/api/session.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;

constexpr Millis kAcceptPause = kSecond;

std::vector<ApiRoute> table_for(const ApiContext& context) {
  std::vector<ApiRoute> table(plain_routes().begin(), plain_routes().end());
  if (context.lab != nullptr) table.insert(table.end(), lab_routes().begin(), lab_routes().end());
  return table;
}

Error cannot_listen(const std::string& path, const std::string& reason) {
  return Error(ErrorCode::storage, "the API socket " + path + " cannot be opened: " + reason,
               "make its directory and let the daemon's user write there, or choose another with --runtime-dir");
}

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

struct ApiServer::Inner : std::enable_shared_from_this<ApiServer::Inner> {
  Inner(asio::io_context& io, const ApiContext& context, AccessRules rules)
      : acceptor(io),
        pause(io),
        hall{.context = context, .rules = std::move(rules), .table = table_for(context), .sessions = {}} {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](const error_code& error, stream_protocol::socket socket) {
      self->on_accepted(error, std::move(socket));
    });
  }

  void on_accepted(const error_code& error, stream_protocol::socket socket) {
    if (!acceptor.is_open()) return;
    if (error) {
      // Out of descriptors, most likely: trying again at once would only burn the processor.
      pause.expires_after(kAcceptPause);
      pause.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped) self->accept();
      });
      return;
    }
    const auto peer = peer_of(socket.native_handle());
    const Roles roles = peer ? roles_of(*peer, hall.rules) : Roles{};
    if (hall.sessions.size() >= kConnectionsMax || (roles.none() && are_strangers_enough())) {
      turn_away(socket);
    } else {
      const auto session = Session::make(std::move(socket), roles, hall);
      hall.sessions.insert(session);
      session->start();
    }
    accept();
  }

  // The socket is open to every local user, so one of them alone could take all the places.
  [[nodiscard]] bool are_strangers_enough() const {
    return std::ranges::count_if(hall.sessions, [](const auto& session) { return session->is_stranger(); }) >=
           kStrangersMax;
  }

  static void turn_away(stream_protocol::socket& socket) {
    static constexpr const char* kWhy = "all connections that are allowed are open";
    const std::string text = response_text(
        problem(Error(ErrorCode::resource_exhausted, kWhy, "close some and try again"), {.status = 503, .code = {}}),
        false);
    ::send(socket.native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }

  stream_protocol::acceptor acceptor;
  asio::steady_timer pause;
  Hall hall;
  std::string path;
};

ApiServer::ApiServer(asio::io_context& io, const ApiContext& context, AccessRules rules)
    : inner_(std::make_shared<Inner>(io, context, std::move(rules))) {}

ApiServer::~ApiServer() {
  stop_accepting();
  while (!inner_->hall.sessions.empty()) {
    const auto session = *inner_->hall.sessions.begin();
    session->close();
  }
}

Result<void> ApiServer::listen(const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path)) return cannot_listen(path, "the path is longer than 107 bytes");
  if (is_answered(path)) {
    return Error(ErrorCode::failed_precondition, "another daemon answers at the API socket " + path,
                 "stop that one, or give this one a runtime directory of its own with --runtime-dir");
  }
  if (!remove_stale_socket(path)) return cannot_listen(path, "something that is not a socket lies there");
  error_code error;
  inner_->acceptor.open(stream_protocol(), error);
  if (!error) inner_->acceptor.bind(stream_protocol::endpoint(path), error);
  if (!error && ::chmod(path.c_str(), 0666) != 0) error.assign(errno, boost::system::system_category());
  if (!error) inner_->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(path, error.message());
  inner_->path = path;
  inner_->accept();
  return {};
}

void ApiServer::wake_streams() {
  // A copy, since a session whose client has gone leaves the set.
  const auto sessions = inner_->hall.sessions;
  for (const auto& session : sessions) session->pull();
}

void ApiServer::stop_accepting() {
  inner_->hall.is_closing = true;
  error_code ignored;
  inner_->pause.cancel();
  inner_->acceptor.close(ignored);
  if (!inner_->path.empty()) ::unlink(std::exchange(inner_->path, {}).c_str());
}

}  // namespace lic::api
