#include "daemon/app/channel_parts.hpp"

#include <utility>

#include "transport/http_channel.hpp"
#include "transport/route.hpp"

namespace lic {
namespace {

Result<SsmRoute> ssm_route(const TransportSettings& transport) {
  const bool is_smart = transport.mode == TransportMode::smart;
  if (is_smart && transport.route == TransportRoute::direct) return SsmRoute::direct;
  if (is_smart && transport.route == TransportRoute::gateway) return SsmRoute::gateway;
  return Error(ErrorCode::invalid_argument, "Smart Call Home and the route by proxy are not supported by this version",
               "set transport.mode to \"smart\" and transport.route to \"direct\" or \"gateway\"");
}

IpFamily to_ip_family(IpVersion version) {
  switch (version) {
    case IpVersion::any: return IpFamily::any;
    case IpVersion::v4: return IpFamily::v4;
    case IpVersion::v6: return IpFamily::v6;
  }
  return IpFamily::any;
}

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
  const TransportSettings& transport = parts.config.transport;
  const auto route = ssm_route(transport);
  if (route.has_error()) return route.error();
  const auto url = smart_transport_url(*route, transport.url);
  if (url.has_error()) return url.error();
  ChannelSettings settings{
      .http = {.url = *url,
               .connect_timeout = transport.connect_timeout,
               .total_timeout = transport.total_timeout,
               .ip_family = to_ip_family(transport.ip_version),
               .loopback_only = parts.lab,
               .keep_connection = parts.lab,
               .trust_directory = {}},
      .tls = {.system_store = parts.config.trust.system_store, .directory = parts.config.trust.tls_ca_dir},
      .ssm_root_dir = parts.config.trust.ssm_root_dir};
  ChannelSurroundings surroundings{.instance_facts = [facts = instance_facts(parts)] { return facts; },
                                   .message_time = [&clock = parts.clock] { return clock.now().wall; }};
  return std::unique_ptr<SsmChannel>(
      std::make_unique<HttpSsmChannel>(io, std::move(settings), parts.keys, std::move(surroundings)));
}

}  // namespace lic
