#pragma once
// A session on its Unix socket. Private to the room.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/product/processes.hpp"
#include "daemon/product/session.hpp"

namespace lic::product {

class Connection;

// What connections share. Loop thread only; outlives them.
struct Hall {
  Office office;
  Processes processes;
  std::function<void()> watch_half_lines;                  // somebody has stopped in the middle of a line, perhaps
  std::set<std::shared_ptr<Connection>> connections = {};  // an asynchronous chain has no other owner
  std::vector<std::shared_ptr<Connection>> answered = {};  // have something to write since the last batch
  std::vector<std::shared_ptr<Connection>> stalled = {};   // are not read until there is room; longest first
};

class Connection final : public SessionOwner, public std::enable_shared_from_this<Connection> {
public:
  using Socket = boost::asio::local::stream_protocol::socket;

  Connection(Socket socket, const api::Roles& roles, Hall& hall);

  // `process` is told to the core; none = its sign-ins have no holder.
  void start(std::optional<PeerProcess> process);
  void write();
  // There may be lines to write, or room to read.
  void proceed();
  void tell(const std::string& event_lines);
  // Ends it if it has been in the middle of the same line since the last call. False if it is in none.
  bool end_half_line();
  // Takes no more requests.
  void stop_reading();
  // Writes what is taken at once and ends.
  void finish();
  // Ends at once. It stays in the hall until the loop has answered what it holds of it.
  void close();

  [[nodiscard]] bool is_subscribed() const { return session_.is_subscribed(); }
  // Nothing has come from it yet.
  [[nodiscard]] bool is_newcomer() const { return is_open_ && reads_ == 0; }
  void on_answered() override;

private:
  void set_holder(std::uint32_t holder);
  void read();
  void on_read(const boost::system::error_code& error, std::size_t count);
  void await_writable();
  void leave_if_idle();

  Socket socket_;
  Hall& hall_;
  Session session_;
  std::optional<std::string> process_key_;
  std::uint64_t reads_ = 0;
  std::optional<std::uint64_t> half_line_since_;  // the read after which it was seen
  bool is_open_ = true;
  bool is_reading_ = false;
  bool awaits_writable_ = false;
  bool is_answered_ = false;  // in Hall::answered
  bool is_stalled_ = false;   // in Hall::stalled
};

}  // namespace lic::product
