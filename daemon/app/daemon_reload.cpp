// What a reload changes in the parts of a running daemon.
#include <string>
#include <utility>

#include "daemon/api/access.hpp"
#include "daemon/app/daemon_parts.hpp"
#include "transport/http_target.hpp"

namespace lic {

// What can fail comes first, so that a reload that fails has changed nothing.
Result<void> Daemon::Parts::take_config(const Config& next) {
  if (auto checked = check(next.transport); checked.has_error()) return checked;
  if (auto taken = log.take(next.log); taken.has_error()) return taken;
  config = next;
  alarms->configure(config.syslog);
  const api::AccessRules rules = api::resolve_access(config.api);
  server->set_rules(rules);
  product_server->set_rules(rules);
  foundation.keep_history(config.history_retention_days);
  take_trust();
  return {};
}

void Daemon::Parts::take_trust() {
  channel->set_trust(trust_sources(*channel_parts));
  *trust = trust_sources(*channel_parts);
  doctor->set_trust(trust_sources(*channel_parts));
  anchors.emplace(anchor_folders_of_run());
  context->system_store_file = system_store_file(*channel_parts);
}

std::vector<AnchorFolder> Daemon::Parts::anchor_folders_of_run() const {
  return anchor_folders({.tls_ca_dir = config.trust.tls_ca_dir,
                         .ssm_root_dir = config.trust.ssm_root_dir,
                         .state_dir = options.places.state_dir});
}

}  // namespace lic
