#pragma once
// One HTTPS POST at a time (wire P8): HTTP/1.1, TLS 1.2 or later, host name checked, no redirects, bounded in time and
// size, directly or through an HTTP proxy (CONNECT). Each post says where it goes. Loop thread only.

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "agent/secret.hpp"
#include "agent/ssm_message.hpp"
#include "transport/http_target.hpp"
#include "transport/name_lookup.hpp"
#include "transport/tls_trust.hpp"
#include "transport/transfer_report.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

struct HttpPost {
  HttpTarget target;
  std::string content_type;
  Secret body;
  TrustAnchors anchors;  // for SSM, and for a proxy that has none of its own
};

struct HttpOutcome {
  // The body of an answer with status 200, or why there is none.
  std::variant<std::string, ExchangeFailed> answer;
  TransferReport report;
};

class HttpExchange {
public:
  // After an exchange its connection is kept for `linger`: another post to the same place follows often (a first
  // authorization follows a registration). Zero: none is kept. After it, no timer, no socket and no memory is left.
  // Without a `lookup` of its own, names are looked up by the system.
  explicit HttpExchange(boost::asio::io_context& loop, Millis linger = kLinger,
                        std::unique_ptr<NameLookup> lookup = nullptr);
  ~HttpExchange();
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;

  using Done = std::function<void(HttpOutcome)>;
  // Calls `done` exactly once, never from inside post(), and not after cancel() or destruction. `done` may post again
  // or destroy this object. A post while another is under way replaces it.
  void post(HttpPost post, Done done);
  // Ends the exchange under way and closes its connection; nothing to do if there is none.
  void cancel();

  static constexpr Millis kLinger = 5 * kSecond;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lic
