#pragma once
// One HTTPS POST at a time (wire P8): HTTP/1.1, TLS 1.2 or later, host name checked, no redirects, no proxy, bounded in
// time and size. A connection serves one exchange unless it is to be
// kept. Loop thread only.

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "agent/secret.hpp"
#include "agent/ssm_message.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

enum class IpFamily { any, v4, v6 };

struct HttpSettings {
  std::string url;
  Millis connect_timeout = 10 * kSecond;
  Millis total_timeout = 60 * kSecond;
  IpFamily ip_family = IpFamily::any;
  bool loopback_only = false;  // lab mode; checked after resolution
  // Off: an open connection holds the whole store of authorities in memory (2 MiB with the system's), and exchanges are
  // minutes apart at the least. The lab does thousands in a row.
  bool keep_connection = false;
  std::string trust_directory;  // for remedies
};

struct HttpPost {
  Secret body;
  std::string trust_anchors;  // PEM; not empty
};

// The body of an answer with status 200, or why there is none.
using HttpOutcome = std::variant<std::string, ExchangeFailed>;

class HttpExchange {
public:
  HttpExchange(boost::asio::io_context& loop, HttpSettings settings);
  ~HttpExchange();
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;

  using Done = std::function<void(HttpOutcome)>;
  // Calls `done` exactly once, never from inside post(), and not after cancel() or destruction. `done` may post again
  // or destroy this object. A post while another is under way replaces it.
  void post(HttpPost post, Done done);
  void cancel();

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lic
