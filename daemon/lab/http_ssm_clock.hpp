#pragma once
// SsmClock over the admin API of ssm-lab: plain HTTP on loopback, one connection kept open for the many steps of an
// advance.

#include <memory>
#include <string>

#include "agent/secret.hpp"
#include "daemon/lab/ssm_clock.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

class HttpSsmClock final : public SsmClock {
public:
  static constexpr Millis kRetryEvery{100};
  static constexpr Millis kGiveUpAfter = 5 * kSecond;

  // `url` is "http://HOST:PORT" with a loopback host; `token_file` holds the bearer token and is read at each
  // connection, since ssm-lab may be set up later than we are. Error `invalid_argument` for anything else.
  [[nodiscard]] static Result<std::unique_ptr<HttpSsmClock>> make(boost::asio::io_context& io, const std::string& url,
                                                                  const std::string& token_file);
  ~HttpSsmClock() override;
  void set(WallTime to, Done done) override;

private:
  struct Inner;
  explicit HttpSsmClock(std::shared_ptr<Inner> inner);
  std::shared_ptr<Inner> inner_;  // its asynchronous calls may end after us
};

}  // namespace lic
