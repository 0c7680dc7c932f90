#pragma once
// One connection of the local API: hands requests to their handlers as they come, answers them in order. Private to the
// API's room.

#include <cstddef>
#include <memory>
#include <set>
#include <vector>

#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/api/access.hpp"
#include "daemon/api/api_context.hpp"
#include "daemon/api/api_server.hpp"
#include "daemon/api/http_message.hpp"
#include "daemon/api/router.hpp"

namespace lic::api {

class Session;

using Sessions = std::vector<std::shared_ptr<Session>>;

// What sessions share. Loop thread only.
struct Hall {
  const ApiContext& context;
  AccessRules rules;
  std::vector<ApiRoute> table;
  Millis idle_max = kIdleMax;
  std::set<std::shared_ptr<Session>> sessions = {};  // an asynchronous chain has no other owner
  std::size_t in_flight = 0;                         // requests of all sessions that wait for their answer
  // Those that have answers to write. Shared with the posted call that writes them, which outlives us at a stop.
  std::shared_ptr<Sessions> answered = std::make_shared<Sessions>();
  bool is_closing = false;
};

class Session : public AnswerTaker, public std::enable_shared_from_this<Session> {
public:
  using Socket = boost::asio::local::stream_protocol::socket;

  [[nodiscard]] static std::shared_ptr<Session> make(Socket socket, const Roles& roles, Hall& hall);
  // Of a user who may ask for nothing but whether the agent is alive.
  [[nodiscard]] virtual bool is_stranger() const = 0;
  // Its first request has not come whole yet.
  [[nodiscard]] virtual bool is_newcomer() const = 0;
  virtual void start() = 0;
  // There may be more for a stream.
  virtual void pull() = 0;
  // Writes the answers that have come since, all at once, and goes on reading where there is room again.
  virtual void flush() = 0;
  // Ends at once; also used when the server goes.
  virtual void close() = 0;
};

}  // namespace lic::api
