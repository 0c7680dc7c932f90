#include "daemon/app/channel_parts.hpp"

#include <utility>

#include "agent/status.hpp"
#include "daemon/config/effective_settings.hpp"
#include "daemon/trust/anchor_folders.hpp"
#include "transport/http_target.hpp"

namespace lic {
namespace {

TlsTrustSettings tls_trust(const ChannelParts& parts) {
  return {.system_store = parts.config.trust.system_store,
          .directory = parts.config.trust.tls_ca_dir,
          .imported = parts.state_dir + "/" + kImportedTlsFolder};
}

std::string imported_roots(const ChannelParts& parts) { return parts.state_dir + "/" + kImportedRootFolder; }

TrustSources::Bundle told_in_band(const ChannelParts& parts) {
  return [sections = parts.sections]() -> const TrustBundle* {
    const auto& bundle = sections().trust.bundle;
    return bundle ? &*bundle : nullptr;
  };
}

}  // namespace

// Under hostname privacy the instance is known to SSM by its serial (R-LIFE-7).
InstanceFacts instance_facts(const ChannelParts& parts, bool is_private) {
  return {.udi = parts.udi,
          .host_identifier = is_private ? std::string{} : parts.node_id,
          .instance_name = is_private ? parts.udi.serial : parts.node_id,
          .software_tag = parts.config.policy.software_tag};
}

ChannelSurroundings channel_surroundings(const ChannelParts& parts) {
  return {.instance_facts =
              [parts] {
                return instance_facts(parts, effective_hostname_privacy(parts.sections().settings, parts.config));
              },
          .message_time = [&clock = parts.clock] { return clock.now().wall; },
          .transport = [parts] { return effective_transport(parts.sections().settings, parts.config); },
          .trusted_time = [parts] { return trusted_now(parts.sections().clock, parts.clock.now()); },
          .trust_bundle = told_in_band(parts)};
}

TrustSources trust_sources(const ChannelParts& parts) {
  return {tls_trust(parts), PemDirectory(parts.config.trust.ssm_root_dir, imported_roots(parts)), told_in_band(parts)};
}

std::string system_store_file(const ChannelParts& parts) {
  const auto anchors = TlsTrust(tls_trust(parts)).anchors();
  return anchors.has_value() ? anchors->system_store : std::string{};
}

Result<std::unique_ptr<HttpSsmChannel>> make_channel(boost::asio::io_context& io, const ChannelParts& parts,
                                                     KeyStore& keys) {
  const Result<void> checked = check(parts.config.transport);
  if (checked.has_error()) return checked.error();
  ChannelSettings settings{.tls = tls_trust(parts),
                           .ssm_root_dir = parts.config.trust.ssm_root_dir,
                           .loopback_only = parts.lab,
                           .imported_root_dir = imported_roots(parts)};
  return std::make_unique<HttpSsmChannel>(io, std::move(settings), keys, channel_surroundings(parts));
}

}  // namespace lic
