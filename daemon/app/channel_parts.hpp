#pragma once
// The way to SSM as it is wanted at the moment: by the files, or by what was set since by command.

#include <functional>
#include <memory>
#include <string>

#include "agent/key_store.hpp"
#include "agent/result.hpp"
#include "agent/sections.hpp"
#include "daemon/clock.hpp"
#include "daemon/config/config.hpp"
#include "transport/http_channel.hpp"
#include "transport/trust_sources.hpp"

namespace boost::asio {
class io_context;
}

namespace lic {

// All that is referred to outlives what is made of it.
struct ChannelParts {
  const Config& config;
  const Udi& udi;
  const std::string& node_id;                 // this host's name
  const std::string& state_dir;               // imported trust anchors lie there
  bool lab = false;                           // loopback only
  const Clock& clock;                         // messages carry its time; TLS is judged by the real one
  std::function<const Sections&()> sections;  // the committed state; asked at each exchange
};

// What SSM is told of this product (R-LIFE-7).
[[nodiscard]] InstanceFacts instance_facts(const ChannelParts& parts, bool is_private);
[[nodiscard]] ChannelSurroundings channel_surroundings(const ChannelParts& parts);
[[nodiscard]] TrustSources trust_sources(const ChannelParts& parts);
// The file of the system's authorities for TLS; empty if they are not trusted, or there are none.
[[nodiscard]] std::string system_store_file(const ChannelParts& parts);

// Error `invalid_argument` for a configuration that cannot work. `keys` outlives the channel.
[[nodiscard]] Result<std::unique_ptr<HttpSsmChannel>> make_channel(boost::asio::io_context& io,
                                                                   const ChannelParts& parts, KeyStore& keys);

}  // namespace lic
