#include "tests/simulation/oracle_settings.hpp"

#include <algorithm>
#include <string>

namespace lic::sim {
namespace {
constexpr Millis kCalmEnough = 3 * kDay;
constexpr Millis kSlack = kHour;
}  // namespace

void SettingsOracle::on_event(const Envelope& envelope, bool awaited, bool refused) {
  if (refused) return;
  if (const auto* set = std::get_if<SetTransport>(&envelope.event)) transport_ = set->settings;
  if (std::holds_alternative<ResetTransport>(envelope.event)) transport_.reset();
  if (const auto* set = std::get_if<SetHostnamePrivacy>(&envelope.event)) privacy_ = set->on;
  const auto* replied = std::get_if<SsmReplied>(&envelope.event);
  if (replied == nullptr || !awaited) return;
  if (replied->reply.trust_bundle) highest_ = std::max(highest_, replied->reply.trust_bundle->version);
  if (!replied->reply.certificates.empty()) ends_at_ = replied->reply.certificates.front().not_after;
}

void SettingsOracle::compare(const OracleContext& context, const AgentState& after, TrustedTime now, Millis calm) {
  const SettingsState& settings = after.sections.settings;
  if (settings.transport != transport_)
    context.journal.violated("R-REG-10", "the way to SSM is not the one that was set last");
  if (settings.hostname_privacy != privacy_)
    context.journal.violated("R-LIFE-7", "host name privacy is not what was set last");
  compare_trust(context, after);
  if (calm > kCalmEnough) compare_warning(context, after, now);
}

void SettingsOracle::compare_trust(const OracleContext& context, const AgentState& after) {
  const Standing& standing = after.sections.registration.standing;
  if (std::holds_alternative<Unregistered>(standing) || std::holds_alternative<Reserved>(standing)) {
    highest_ = 0;
    ends_at_.reset();
  }
  const auto& bundle = after.sections.trust.bundle;
  const std::int64_t version = bundle ? bundle->version : 0;
  if (version != highest_)
    context.journal.violated("wire P13", "trust of version " + std::to_string(version) + " is in force, " +
                                             std::to_string(highest_) + " was told");
}

void SettingsOracle::compare_warning(const OracleContext& context, const AgentState& after, TrustedTime now) const {
  const bool told = after.sections.alarms.told.contains(AlarmCode::trust_anchor_expiring);
  const Millis warns = context.policy.trust_warn_days * kDay;
  const bool may = ends_at_ && ends_at_->time_since_epoch() - now.time_since_epoch() < warns + kSlack;
  const bool must = ends_at_ && ends_at_->time_since_epoch() - now.time_since_epoch() < warns - kSlack;
  if (told && !may) context.journal.violated("interfaces 4", "TRUST_ANCHOR_EXPIRING holds though nothing ends soon");
  if (!told && must) context.journal.violated("interfaces 4", "a certificate ends soon and nobody is told");
}

}  // namespace lic::sim
