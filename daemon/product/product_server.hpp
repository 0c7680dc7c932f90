#pragma once
// The product socket (interfaces.md section 3): seats, ports and provisioning as lines of JSON. See README.md.

#include <memory>
#include <string>
#include <vector>

#include "agent/result.hpp"
#include "daemon/api/access.hpp"
#include "daemon/loop/agent_loop.hpp"

namespace boost::asio {
class io_context;
}

namespace lic::product {

inline constexpr std::size_t kConnectionsMax = 256;
inline constexpr Millis kHalfLineTime = 30 * kSecond;

// One thread, the loop's. `loop` outlives the server, and is stopped before the server goes.
class ProductServer {
public:
  ProductServer(boost::asio::io_context& io, AgentLoop& loop, api::AccessRules rules);
  ProductServer(const ProductServer&) = delete;
  ProductServer& operator=(const ProductServer&) = delete;
  ~ProductServer();

  // As LocalListener::listen() and adopt().
  [[nodiscard]] Result<void> listen(const std::string& path);
  [[nodiscard]] Result<void> adopt(int descriptor);
  // Who connects from now on has the rights that these rules give.
  void set_rules(api::AccessRules rules);
  // After each batch of the loop: answers are written, subscribers hear `events`, and who had to wait goes on.
  void after_batch(const std::vector<DomainEvent>& events);
  // Every kHalfLineTime by itself: ends connections that stopped in the middle of a line before the last call.
  void end_half_lines();
  // Nobody new. Who is connected is still served.
  void stop_listening();
  // Somebody has connected and has said nothing yet.
  [[nodiscard]] bool has_newcomers() const;
  // Before the loop stops: nobody new, nothing more is read.
  void stop_reading();
  // After it: the last answers are written as far as they are taken at once, and all connections end.
  void finish();

  [[nodiscard]] std::size_t connections() const;

  struct Inner;

private:
  std::shared_ptr<Inner> inner_;
};

}  // namespace lic::product
