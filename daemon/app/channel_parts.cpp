#include "daemon/app/channel_parts.hpp"

#include <utility>

#include "transport/http_channel.hpp"
#include "transport/http_target.hpp"

namespace lic {
namespace {

// The lab does thousands of exchanges in a row; whatever it does between them takes less.
constexpr Millis kLabLinger = 100 * kSecond;

// Under hostname privacy the instance is known to SSM by its serial (R-LIFE-7).
InstanceFacts instance_facts(const ChannelParts& parts) {
  const bool is_private = parts.config.hostname_privacy;
  return {.udi = parts.udi,
          .host_identifier = is_private ? std::string{} : parts.node_id,
          .instance_name = is_private ? parts.udi.serial : parts.node_id,
          .software_tag = parts.config.policy.software_tag};
}

}  // namespace

Result<std::unique_ptr<SsmChannel>> make_channel(boost::asio::io_context& io, ChannelParts parts) {
  const Result<void> checked = check(parts.config.transport);
  if (checked.has_error()) return checked.error();
  ChannelSettings settings{
      .tls = {.system_store = parts.config.trust.system_store, .directory = parts.config.trust.tls_ca_dir},
      .ssm_root_dir = parts.config.trust.ssm_root_dir,
      .loopback_only = parts.lab,
      .linger = parts.lab ? kLabLinger : HttpExchange::kLinger};
  ChannelSurroundings surroundings{.instance_facts = [facts = instance_facts(parts)] { return facts; },
                                   .message_time = [&clock = parts.clock] { return clock.now().wall; },
                                   .transport = [&config = parts.config] { return config.transport; }};
  return std::unique_ptr<SsmChannel>(
      std::make_unique<HttpSsmChannel>(io, std::move(settings), parts.keys, std::move(surroundings)));
}

}  // namespace lic
