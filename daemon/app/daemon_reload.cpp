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
  const api::ResolvedAccess access = api::resolve_access(next.api);
  if (auto checked = api::check(access); checked.has_error()) return checked;
  if (auto taken = log.take(next.log); taken.has_error()) return taken;
  config = next;
  alarms->configure(config.syslog);
  remark(access);
  server->set_rules(access.rules);
  product_server->set_rules(access.rules);
  foundation.keep_history(config.history_retention_days);
  take_trust();
  return {};
}

// In the lab nobody is asked to make groups.
void Daemon::Parts::remark(const api::ResolvedAccess& access) {
  if (!access.unlooked.empty()) {
    log.warning(LogComponent::daemon, "accounts_not_looked_up",
                {{"names", api::listed(access.unlooked)},
                 {"text",
                  "the name service could not say who they are, so that they have no rights on the local API; when it "
                  "works again: systemctl reload smart-agentd"}});
  }
  if (access.unknown.empty() || options.places.lab) return;
  log.warning(LogComponent::daemon, "accounts_unknown",
              {{"names", api::listed(access.unknown)},
               {"text",
                "this machine has none of that name, so that they have no rights on the local API; correct [api] or "
                "make them, then reload"}});
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
