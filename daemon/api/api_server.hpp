#pragma once
// The local API on its Unix socket: accepts, checks who is there, and keeps each session within its limits.

#include <memory>
#include <string>

#include "agent/result.hpp"
#include "daemon/api/access.hpp"
#include "daemon/api/api_context.hpp"

namespace boost::asio {
class io_context;
}

namespace lic::api {

inline constexpr std::size_t kConnectionsMax = 256;
// Of users who have no rights.
inline constexpr int kStrangersMax = 32;
inline constexpr std::size_t kHeaderBytesMax = 8 * 1024;
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr Millis kIdleMax = 30 * kSecond;  // for a whole request, and for a client to take an answer

// One thread, the loop's. `context` outlives the server.
class ApiServer {
public:
  ApiServer(boost::asio::io_context& io, const ApiContext& context, AccessRules rules, Millis idle_max = kIdleMax);
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;
  ~ApiServer();

  // Removes a socket that an earlier run left behind and listens on a fresh one, mode 0666. Only the holder of the
  // state lock may call it. Error `storage` names the path and the reason.
  [[nodiscard]] Result<void> listen(const std::string& path);
  // As LocalListener::adopt().
  [[nodiscard]] Result<void> adopt(int descriptor);
  // Who connects from now on has the rights that these rules give.
  void set_rules(AccessRules rules);
  // New events may be in the store: streams look for them.
  void wake_streams();
  // Nobody new. Who is connected is still served.
  void stop_listening();
  // Before the loop stops: no request is taken any more; answers that are under way are still written.
  void stop_accepting();
  // Somebody has connected and the first request is still on its way.
  [[nodiscard]] bool has_newcomers() const;

  struct Inner;

private:
  std::shared_ptr<Inner> inner_;  // sessions refer to it weakly: they may end after us
};

}  // namespace lic::api
