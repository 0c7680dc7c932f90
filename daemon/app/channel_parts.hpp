#pragma once
// The way to SSM as the configuration wants it.

#include <memory>

#include "agent/event.hpp"
#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "daemon/clock.hpp"
#include "daemon/config/config.hpp"
#include "transport/ssm_channel.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

struct ChannelParts {
  const Config& config;
  Udi udi;
  std::string node_id;  // this host's name
  bool lab = false;     // loopback only
  KeyStore& keys;
  const Clock& clock;  // messages carry its time; TLS is judged by the real one
};
// Error `invalid_argument` for an URL that is none. What `parts` refers to outlives the channel.
[[nodiscard]] Result<std::unique_ptr<SsmChannel>> make_channel(boost::asio::io_context& io, ChannelParts parts);

}  // namespace lic
