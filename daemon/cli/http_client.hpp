#pragma once
// HTTP over the daemon's Unix socket, and to the lab SSM's admin port in a replay. libcurl below; blocking, one thread.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "agent/time.hpp"

namespace lic::cli {

inline constexpr std::size_t kSocketPathMax = 107;  // what the kernel allows for a Unix socket
inline constexpr std::size_t kAnswerBytesMax = 64U << 20U;

struct HttpRequest {
  std::string method = "GET";
  std::string target;        // path and query
  std::string body;          // JSON; empty = none
  std::string bearer_token;  // empty = none
  Millis time_limit = 30 * kSecond;
  // Set: is given the body of a good answer (status 200) as it comes, whatever its length; false gives the transfer up.
  std::function<bool(std::string_view)> take_body = {};
};
struct HttpAnswer {
  int status = 0;
  std::string content_type;
  std::string body;
};
enum class HttpFailure {
  nobody_listens,  // no such socket, or nobody accepts: the request was not seen
  not_permitted,   // the socket may not be opened by this user
  cut_off,         // the connection ended before the answer was complete: the request may have been carried out
  timed_out,
  other,
};
struct HttpFailed {
  HttpFailure kind = HttpFailure::other;
  std::string text;  // what the library says
};
using HttpOutcome = std::variant<HttpAnswer, HttpFailed>;

// Where requests go: a fake in tests of commands, the real one else.
class HttpClient {
public:
  virtual ~HttpClient() = default;
  [[nodiscard]] virtual HttpOutcome exchange(const HttpRequest& request) = 0;
};

// `socket_path` at most kSocketPathMax bytes. A request is sent once, never again unasked.
[[nodiscard]] std::unique_ptr<HttpClient> http_over_unix_socket(std::string socket_path);
// `base_url` like "http://127.0.0.1:8444". No proxy, whatever the environment says.
[[nodiscard]] std::unique_ptr<HttpClient> http_over_tcp(std::string base_url);

// A text as one segment of a path or one value of a query.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace lic::cli
