#include "daemon/product/product_server.hpp"

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <utility>

#include "daemon/api/local_listener.hpp"
#include "daemon/product/connection.hpp"

namespace lic::product {
namespace {

namespace asio = boost::asio;

void turn_away(Connection::Socket& socket, const Error& error) {
  std::string text;
  append_error(text, {}, error);
  ::send(socket.native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool is_stranger(const api::Roles& roles) { return !api::is_allowed(api::Permission::read_usage, roles); }

// What a subscriber hears: whether it may provision, and what that comes from (R-ENF-2, R-OOC, R-AUTH).
bool is_for_product(const DomainEvent& event) {
  constexpr std::string_view kBeginnings[] = {"PROVISIONING_", "AUTHORIZATION_", "SYSTEM_",
                                              "EVALUATION_",   "REGISTRATION_",  "LICENSE_"};
  constexpr std::string_view kNames[] = {"IN_COMPLIANCE", "OUT_OF_COMPLIANCE", "PRODUCT_RESTART_REQUIRED"};
  return std::ranges::any_of(kBeginnings, [&](std::string_view text) { return event.name.starts_with(text); }) ||
         std::ranges::find(kNames, event.name) != std::end(kNames);
}

}  // namespace

struct ProductServer::Inner : std::enable_shared_from_this<ProductServer::Inner> {
  Inner(asio::io_context& io, AgentLoop& loop, api::AccessRules access)
      : listener(io, "product socket", [this](Connection::Socket socket) { welcome(std::move(socket)); }),
        half_lines(io),
        rules(std::move(access)),
        hall{.office = {.loop = loop, .reader = reader, .sync_budget = budget},
             .processes = Processes(loop),
             .watch_half_lines = [this] { watch_half_lines(); }} {}

  void welcome(Connection::Socket socket);
  void watch_half_lines();
  // Whether any is left.
  bool end_half_lines();

  api::LocalListener listener;
  asio::steady_timer half_lines;
  api::AccessRules rules;
  RequestReader reader;
  SyncBudget budget;
  Hall hall;
  bool watches_half_lines = false;
};

void ProductServer::Inner::welcome(Connection::Socket socket) {
  const auto peer = api::peer_of(socket.native_handle());
  const api::Roles roles = peer ? api::roles_of(*peer, rules) : api::Roles{};
  if (is_stranger(roles)) {
    return turn_away(socket, Error(ErrorCode::permission_denied, "this user may not use the product socket",
                                   "name the product's user in [api] product_users"));
  }
  if (hall.connections.size() >= kConnectionsMax) {
    return turn_away(socket, Error(ErrorCode::resource_exhausted, "all connections that are allowed are open",
                                   "close some and try again"));
  }
  auto process = api::is_allowed(api::Permission::use, roles) ? read_process(peer->process) : std::nullopt;
  const auto connection = std::make_shared<Connection>(std::move(socket), roles, hall);
  hall.connections.insert(connection);
  connection->start(std::move(process));
}

// Runs only while somebody is in the middle of a line: an idle daemon does not wake up.
void ProductServer::Inner::watch_half_lines() {
  if (std::exchange(watches_half_lines, true)) return;
  half_lines.expires_after(kHalfLineTime);
  half_lines.async_wait([weak = weak_from_this()](const boost::system::error_code& stopped) {
    const auto self = weak.lock();
    if (stopped || !self) return;
    self->watches_half_lines = false;
    if (self->end_half_lines()) self->watch_half_lines();
  });
}

bool ProductServer::Inner::end_half_lines() {
  bool is_any_left = false;
  for (const auto& connection : std::set(hall.connections)) is_any_left = connection->end_half_line() || is_any_left;
  return is_any_left;
}

ProductServer::ProductServer(asio::io_context& io, AgentLoop& loop, api::AccessRules rules)
    : inner_(std::make_shared<Inner>(io, loop, std::move(rules))) {}

ProductServer::~ProductServer() {
  stop_reading();
  finish();
}

Result<void> ProductServer::listen(const std::string& path) { return inner_->listener.listen(path); }

Result<void> ProductServer::adopt(int descriptor) { return inner_->listener.adopt(descriptor); }

void ProductServer::set_rules(api::AccessRules rules) { inner_->rules = std::move(rules); }

void ProductServer::after_batch(const std::vector<DomainEvent>& events) {
  Hall& hall = inner_->hall;
  hall.processes.proceed();
  // First everybody's answers, then those that have waited for room, then those that had their turn.
  const auto answered = std::exchange(hall.answered, {});
  for (const auto& connection : answered) connection->write();
  for (const auto& connection : std::exchange(hall.stalled, {})) connection->proceed();
  for (const auto& connection : answered) connection->proceed();
  std::string lines;
  for (const DomainEvent& event : events) {
    if (is_for_product(event)) append_event(lines, event);
  }
  if (lines.empty()) return;
  for (const auto& connection : std::set(hall.connections)) connection->tell(lines);
}

void ProductServer::end_half_lines() { inner_->end_half_lines(); }

void ProductServer::stop_listening() { inner_->listener.stop(); }

bool ProductServer::has_newcomers() const {
  return std::ranges::any_of(inner_->hall.connections,
                             [](const auto& connection) { return connection->is_newcomer(); });
}

void ProductServer::stop_reading() {
  inner_->listener.stop();
  inner_->half_lines.cancel();
  for (const auto& connection : inner_->hall.connections) connection->stop_reading();
}

void ProductServer::finish() {
  for (const auto& connection : std::set(inner_->hall.connections)) connection->finish();
  inner_->hall.answered.clear();
  inner_->hall.stalled.clear();
}

std::size_t ProductServer::connections() const { return inner_->hall.connections.size(); }

}  // namespace lic::product
