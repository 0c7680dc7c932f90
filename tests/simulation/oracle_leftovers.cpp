#include "tests/simulation/oracle_leftovers.hpp"

#include "agent/status.hpp"

namespace lic::sim {

void GrantOracle::on_reply(const SsmReplied& event) {
  const auto* granted = std::get_if<IdentityGranted>(&event.reply.answer);
  if (granted == nullptr) return;
  words_[granted->certificate.serial] = {granted->export_controlled_allowed.value_or(false), granted->virtual_account};
}

void GrantOracle::compare(const OracleContext& context, const AgentState& after) const {
  const ExportControl theirs = export_control(after, context.core);
  if (!context.policy.export_control_applies) {
    if (theirs != ExportControl::not_applicable)
      context.journal.violated("R-REG-11", "export control is shown for a product that has none");
    return;
  }
  const auto* registered = std::get_if<Registered>(&after.sections.registration.standing);
  if (registered == nullptr) {
    const bool expired = std::holds_alternative<RegistrationExpired>(after.sections.registration.standing);
    if (theirs == ExportControl::allowed && !expired)
      context.journal.violated("R-REG-11", "export-controlled functionality is allowed without a registration");
    return;
  }
  const auto word = words_.find(registered->identity.certificate.serial);
  const bool allowed = word != words_.end() && word->second.export_allowed;
  if ((theirs == ExportControl::allowed) != allowed)
    context.journal.violated("R-REG-11", allowed ? "SSM allowed export-controlled functionality, the agent does not"
                                                 : "export-controlled functionality is allowed without SSM's word");
  if (word != words_.end() && registered->identity.virtual_account != word->second.account)
    context.journal.violated("R-REG-8", "the virtual account is " + registered->identity.virtual_account +
                                            " instead of " + word->second.account);
}

void check_nothing_left(const OracleContext& context, const Sections& before, const AgentState& after,
                        const Step& step) {
  const Sections& left = after.sections;
  const auto check = [&context](bool gone, const char* what) {
    if (!gone) context.journal.violated("R-LIFE-6", std::string("a factory reset leaves ") + what);
  };
  check(std::holds_alternative<Unregistered>(left.registration.standing), "the registration");
  check(!left.registration.attempt && !left.registration.leaving, "a registration that is under way");
  check(!left.registration.last_attempt, "the record of the last registration");
  ReservationState remembered;
  remembered.requests_made = before.reservation.requests_made;
  remembered.used = before.reservation.used;  // no backup brings back what was returned (R-SLR-5)
  check(left.reservation == remembered, "something of the reservation, or forgets its number or what was returned");
  check(left.renewal == RenewalState{}, "a renewal");
  check(left.authorization == AuthorizationState{}, "something of the authorization");
  check(left.compliance == ComplianceState{}, "an out-of-compliance episode");
  check(!left.exchange.pending, "an exchange");
  check(left.drawer == DrawerState{}, "goodbyes");
  check(left.settings == SettingsState{}, "settings");
  check(left.trust == TrustState{}, "trust anchors");
  check(left.usage.last_reported.empty() && after.outbox.empty(), "reports");
  check(step.changes.forgets_past, "the history");
  if (left.installation.licensing_mode != before.installation.licensing_mode)
    context.journal.violated("R-LIFE-1", "a factory reset changes the licensing mode");
}

}  // namespace lic::sim
