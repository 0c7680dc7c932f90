#include "agent/identity.hpp"

#include <algorithm>
#include <utility>

#include "agent/authorization.hpp"
#include "agent/draw.hpp"
#include "agent/evaluation.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/registration.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

// The one step that is left when SSM does not accept the expired certificate as proof (R-REG-7).
constexpr const char* kRegisterAnew = "register with a new token: smart-agentctl register --force --token-file FILE";

bool expired(const AgentState& state) {
  return std::holds_alternative<RegistrationExpired>(state.sections.registration.standing);
}

// Daily, hourly in the last week before expiry; recovery of an expired one daily (R-REG-6, 7).
void back_off(Turn& turn, std::optional<Millis> after) {
  RenewalState& renewal = turn.state.sections.renewal;
  const Identity* identity = identity_of(turn.state);
  Retry& retry = renewal.retry;
  const bool asked = std::exchange(renewal.asked_for, false);
  // Begun because a clock was wrong that this very answer has put right: it is not due, so nothing is to be repeated.
  if (!expired(turn.state) && !asked && retry.failures == 0 && turn.trusted < identity->renew_at) return;
  Millis delay = turn.policy.renewal_retry;
  if (expired(turn.state))
    delay = turn.policy.recovery_interval;
  else if (identity->expires_at - turn.trusted <= turn.policy.renewal_last_week)
    delay = turn.policy.renewal_retry_last_week;
  note_failure(turn, retry, {"renewal_retry", delay, after});
}

void take_over(Turn& turn, const IdentityGranted& granted, const KeyRef& key) {
  Sections& sections = turn.state.sections;
  const Identity old = *identity_of(turn.state);
  Identity renewed = identity_from(turn, granted, key);
  renewed.registered_at = old.registered_at;
  if (renewed.instance_name.empty()) renewed.instance_name = old.instance_name;
  if (renewed.smart_account.empty()) renewed.smart_account = old.smart_account;
  if (renewed.virtual_account.empty()) renewed.virtual_account = old.virtual_account;
  if (!renewed.export_controlled_allowed) renewed.export_controlled_allowed = old.export_controlled_allowed;
  const auto window = sections.renewal.window;
  if (window) renewed.renew_at = draw_renewal(turn, renewed, *window).value_or(renewed.renew_at);
  const bool was_expired = expired(turn.state);
  const bool kept = was_expired && std::get<RegistrationExpired>(sections.registration.standing).enforcement_kept;
  sections.registration.standing = Registered{std::move(renewed)};
  turn.emit(DestroyKey{old.key});
  const auto last_attempt = sections.renewal.last_attempt;
  sections.renewal = {};
  sections.renewal.last_attempt = last_attempt;
  sections.renewal.window = window;
  if (was_expired && !kept) {
    begin_reporting(turn);
    sections.authorization = {};
    sections.authorization.deadline_at = turn.trusted + turn.policy.authorization_validity;
  }
  settle_evaluation(turn);
}

}  // namespace

void handle(Turn& turn, const RenewRegistrationCommand& event) {
  if (auto refused = refused_by_mode(turn.state)) return turn.answer(std::move(*refused));
  Sections& sections = turn.state.sections;
  if (identity_of(turn.state) == nullptr || sections.registration.leaving) {
    turn.answer(Error{ErrorCode::failed_precondition, "this product instance is not registered", "register it first"});
    return;
  }
  if (sections.authorization.clone_suspected || sections.installation.mismatch) {
    turn.answer(Error{ErrorCode::failed_precondition, "this copy must not talk to SSM under its old identity",
                      "register it anew with --force"});
    return;
  }
  if (sections.renewal.granted) {
    turn.answer(CommandDone{false, false, "The registration was renewed a moment ago; SSM is about to see it used."});
    return;
  }
  sections.renewal.asked_for = true;
  if (event.wait)
    turn.wait_in(turn.state.waiters.renewal);
  else
    turn.answer(CommandDone{true, false, "Renewal of the registration is in progress."});
}

std::optional<TrustedTime> renewal_due_at(const AgentState& state) {
  const RenewalState& renewal = state.sections.renewal;
  const Identity* identity = identity_of(state);
  if (identity == nullptr || renewal.granted || state.sections.registration.leaving ||
      state.sections.installation.mismatch || state.sections.authorization.clone_suspected)
    return std::nullopt;
  if (renewal.asked_for) return TrustedTime{};
  if (renewal.retry.next_attempt_at) return renewal.retry.next_attempt_at;
  return identity->renew_at;
}

void begin_due_renewal(Turn& turn) {
  RenewalState& renewal = turn.state.sections.renewal;
  const auto due = renewal_due_at(turn.state);
  if (!due || *due > turn.trusted || !renewal.new_key.empty()) return;
  renewal.new_key = KeyRef{"id-" + draw_uuid(turn.dice, "renewal_key")};
  renewal.key_ready = false;
  turn.emit(PrepareKey{renewal.new_key});
}

bool renewal_ready_to_send(const Turn& turn) {
  const RenewalState& renewal = turn.state.sections.renewal;
  const auto due = renewal_due_at(turn.state);
  return due && *due <= turn.trusted && renewal.key_ready;
}

bool renewal_key_prepared(Turn& turn, const KeyPrepared& event) {
  RenewalState& renewal = turn.state.sections.renewal;
  if (renewal.new_key.empty() || renewal.new_key != event.key) return false;
  if (!event.failure) {
    renewal.key_ready = true;
    return true;
  }
  turn.emit(DestroyKey{renewal.new_key});
  renewal.new_key = {};
  renewal.last_attempt = AttemptRecord{turn.trusted, AttemptRecord::Outcome::failed, std::nullopt, event.failure->what,
                                       event.failure->remedy};
  back_off(turn, std::nullopt);
  turn.record("ID_CERTIFICATE_RENEWAL_NOT_STARTED", event.failure->what, 3);
  turn.answer_all(turn.state.waiters.renewal, *event.failure);
  return true;
}

void renewal_granted(Turn& turn, const IdentityGranted& granted) {
  RenewalState& renewal = turn.state.sections.renewal;
  const std::string text = "The registration was renewed.";
  renewal.last_attempt = attempt_succeeded(turn, text);
  renewal.asked_for = false;
  renewal.window.reset();                              // what was told so far was told for the old certificate
  turn.state.sections.authorization.asked_for = true;  // the first request signed with the new certificate
  if (expired(turn.state)) {
    // The old one is past its end and signs nothing any more; there is nothing to go back to.
    take_over(turn, granted, renewal.new_key);
    turn.state.sections.authorization.asked_for = true;
  } else {
    renewal.granted = granted;
    renewal.retry = {};
  }
  turn.record("ID_CERTIFICATE_RENEWED", text);
  turn.answer_all(turn.state.waiters.renewal, CommandDone{false, false, text});
}

void renewal_refused(Turn& turn, const Refused& refused) {
  RenewalState& renewal = turn.state.sections.renewal;
  renewal.last_attempt = attempt_refused(turn, refused);
  if (expired(turn.state)) renewal.last_attempt->remedy = kRegisterAnew;
  if (refused.kind == RefusalKind::instance_unknown) note_unknown_instance(turn);
  if (refused.kind == RefusalKind::clone_suspected) note_clone(turn);
  turn.emit(DestroyKey{renewal.new_key});
  renewal.new_key = {};
  renewal.key_ready = false;
  back_off(turn, refused.after);
  turn.record("ID_CERTIFICATE_RENEWAL_FAILED", "SSM refused the renewal: " + refused.text, 3);
  turn.answer_all(turn.state.waiters.renewal, error_of(turn, refused, renewal.retry.next_attempt_at));
}

void renewal_failed(Turn& turn, const ExchangeFailed& failed) {
  RenewalState& renewal = turn.state.sections.renewal;
  renewal.last_attempt = attempt_failed(turn, failed);
  back_off(turn, failed.after);
  turn.record("ID_CERTIFICATE_RENEWAL_FAILED", failed.text, 3);
  turn.answer_all(turn.state.waiters.renewal, error_of(turn, failed, renewal.retry.next_attempt_at));
}

Signer authorization_signer(const AgentState& state) {
  const Identity* identity = identity_of(state);
  const RenewalState& renewal = state.sections.renewal;
  if (renewal.granted) return {identity->instance, renewal.new_key, renewal.granted->certificate};
  return {identity->instance, identity->key, identity->certificate};
}

void promote_renewed(Turn& turn) {
  RenewalState& renewal = turn.state.sections.renewal;
  if (!renewal.granted) return;
  const IdentityGranted granted = *renewal.granted;
  take_over(turn, granted, renewal.new_key);
  turn.record("ID_CERTIFICATE_IN_USE", "SSM answered under the renewed certificate; the old one was destroyed.");
}

void drop_renewed(Turn& turn, const std::string& why) {
  RenewalState& renewal = turn.state.sections.renewal;
  if (!renewal.granted) return;
  turn.emit(DestroyKey{renewal.new_key});
  renewal.new_key = {};
  renewal.key_ready = false;
  renewal.granted.reset();
  renewal.window.reset();
  renewal.asked_for = true;  // refused although it was due or wanted: it counts
  back_off(turn, std::nullopt);
  turn.record("ID_CERTIFICATE_RENEWAL_FAILED", "SSM refused the renewed certificate; the old one goes on: " + why, 3);
}

}  // namespace lic
