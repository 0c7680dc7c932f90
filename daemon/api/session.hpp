#pragma once
// One connection of the local API: reads requests one after the other, answers them in order. Private to the API's
// room.

#include <functional>
#include <memory>
#include <set>
#include <span>

#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/api/access.hpp"
#include "daemon/api/api_context.hpp"
#include "daemon/api/router.hpp"

namespace lic::api {

class Session;

// What sessions share. Loop thread only.
struct Hall {
  const ApiContext& context;
  AccessRules rules;
  std::vector<ApiRoute> table;
  std::set<std::shared_ptr<Session>> sessions;  // an asynchronous chain has no other owner
  bool is_closing = false;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  using Socket = boost::asio::local::stream_protocol::socket;

  [[nodiscard]] static std::shared_ptr<Session> make(Socket socket, const Roles& roles, Hall& hall);
  virtual ~Session() = default;
  // Of a user who may ask for nothing but whether the agent is alive.
  [[nodiscard]] virtual bool is_stranger() const = 0;
  virtual void start() = 0;
  // There may be more for a stream.
  virtual void pull() = 0;
  // Ends at once; also used when the server goes.
  virtual void close() = 0;
};

}  // namespace lic::api
