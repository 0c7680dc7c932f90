#include "daemon/api/api_server.hpp"

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <algorithm>
#include <utility>

#include "daemon/api/local_listener.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/response_text.hpp"
#include "daemon/api/session.hpp"

namespace lic::api {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;

std::vector<ApiRoute> table_for(const ApiContext& context) {
  std::vector<ApiRoute> table(plain_routes().begin(), plain_routes().end());
  if (context.lab != nullptr) table.insert(table.end(), lab_routes().begin(), lab_routes().end());
  return table;
}

}  // namespace

struct ApiServer::Inner {
  Inner(asio::io_context& io, const ApiContext& context, AccessRules rules, Millis idle_max)
      : listener(io, "API socket", [this](stream_protocol::socket socket) { welcome(std::move(socket)); }),
        hall{.context = context, .rules = std::move(rules), .table = table_for(context), .idle_max = idle_max} {}

  void welcome(stream_protocol::socket socket) {
    const auto peer = peer_of(socket.native_handle());
    const Roles roles = peer ? roles_of(*peer, hall.rules) : Roles{};
    if (hall.sessions.size() >= kConnectionsMax || (roles.none() && are_strangers_enough())) {
      turn_away(socket);
    } else {
      const auto session = Session::make(std::move(socket), roles, hall);
      hall.sessions.insert(session);
      session->start();
    }
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

  LocalListener listener;
  Hall hall;
};

ApiServer::ApiServer(asio::io_context& io, const ApiContext& context, AccessRules rules, Millis idle_max)
    : inner_(std::make_shared<Inner>(io, context, std::move(rules), idle_max)) {}

ApiServer::~ApiServer() {
  stop_accepting();
  while (!inner_->hall.sessions.empty()) {
    const auto session = *inner_->hall.sessions.begin();
    session->close();
  }
}

Result<void> ApiServer::listen(const std::string& path) { return inner_->listener.listen(path); }

Result<void> ApiServer::adopt(int descriptor) { return inner_->listener.adopt(descriptor); }

void ApiServer::set_rules(AccessRules rules) { inner_->hall.rules = std::move(rules); }

void ApiServer::wake_streams() {
  // A copy, since a session whose client has gone leaves the set.
  const auto sessions = inner_->hall.sessions;
  for (const auto& session : sessions) session->pull();
}

void ApiServer::stop_listening() { inner_->listener.stop(); }

void ApiServer::stop_accepting() {
  inner_->hall.is_closing = true;
  inner_->listener.stop();
}

bool ApiServer::has_newcomers() const {
  return std::ranges::any_of(inner_->hall.sessions, [](const auto& session) { return session->is_newcomer(); });
}

}  // namespace lic::api
