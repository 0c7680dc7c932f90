#include "agent/registration.hpp"

#include <algorithm>

#include "agent/compliance.hpp"
#include "agent/draw.hpp"
#include "agent/evaluation.hpp"
#include "agent/identity.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/outbox.hpp"
#include "agent/status.hpp"
#include "agent/trust.hpp"
#include "agent/usage.hpp"

namespace lic {
void begin_reporting(Turn& turn) {
  turn.state.sections.compliance = {};
  restart_windows(turn);
}

namespace {

void forget_attempt(Turn& turn) {
  auto& attempt = turn.state.sections.registration.attempt;
  if (!attempt) return;
  turn.emit(DestroyToken{attempt->token});
  attempt.reset();
}

void drop_renewal(Turn& turn) {
  RenewalState& renewal = turn.state.sections.renewal;
  if (!renewal.new_key.empty()) turn.emit(DestroyKey{renewal.new_key});
  renewal = {};
}

// What belongs to one registration and to no other. Compliance outlives a reregistration: only SSM's answer ends it.
void start_authorization_anew(Turn& turn) {
  AuthorizationState& authorization = turn.state.sections.authorization;
  authorization = {};
  authorization.deadline_at = turn.trusted + turn.policy.authorization_validity;
  authorization.asked_for = true;  // right after every registration (R-AUTH-1)
}

void back_off(Turn& turn, std::optional<Millis> after) {
  RegistrationAttempt& attempt = *turn.state.sections.registration.attempt;
  const Millis delay = retry_delay(turn.policy.registration_retry, attempt.retry.failures + 1);
  note_failure(turn, attempt.retry, {"registration_retry", delay, after});
}

}  // namespace

void drop_attempt(Turn& turn) {
  Sections& sections = turn.state.sections;
  if (!sections.registration.attempt) return;
  auto& pending = sections.exchange.pending;
  if (pending && pending->kind == SsmRequestKind::registration) {
    turn.emit(CancelRequest{pending->request.id});
    pending.reset();
  }
  turn.emit(DestroyKey{sections.registration.attempt->key});
  forget_attempt(turn);
}

const Identity* identity_of(const AgentState& state) {
  struct Visitor {
    const Identity* operator()(const Unregistered&) const { return nullptr; }
    const Identity* operator()(const Registered& registered) const { return &registered.identity; }
    const Identity* operator()(const RegistrationExpired& expired) const { return &expired.identity; }
    const Identity* operator()(const Reserved&) const { return nullptr; }
  };
  return std::visit(Visitor{}, state.sections.registration.standing);
}

Identity identity_from(Turn& turn, const IdentityGranted& granted, const KeyRef& key) {
  Identity identity{granted.instance,
                    granted.instance_name,
                    granted.smart_account,
                    granted.virtual_account,
                    granted.export_controlled_allowed,
                    granted.certificate,
                    key,
                    turn.license_type().id,
                    turn.trusted,
                    turn.trusted,
                    {},
                    {}};
  // The certificate's dates are on SSM's clock; what counts here is how long it lasts from now.
  const Millis offset = turn.state.sections.clock.ssm_offset.value_or(Millis{0});
  const Millis left = granted.certificate.not_after - (turn.now.wall + offset);
  const Millis life = granted.certificate.not_after - granted.certificate.not_before;
  identity.expires_at = turn.trusted + left;
  Millis period = turn.policy.registration_renewal;
  if (granted.renew_interval && *granted.renew_interval > Millis{0} && *granted.renew_interval < life)
    period = std::max(*granted.renew_interval, turn.policy.renew_interval_min);
  if (period >= left) period = left / 2;  // a certificate that lasts less is renewed in its life, too
  const Millis window = std::min(turn.policy.registration_renewal_window, period / 10);
  identity.renew_at = turn.trusted + draw_early(turn.dice, "registration_renewal", period, window);
  identity.renew_at = std::min(identity.renew_at, identity.expires_at);  // it may have ended before it was used
  return identity;
}

void handle(Turn& turn, const RegisterCommand& event) {
  Sections& sections = turn.state.sections;
  const bool standing = !std::holds_alternative<Unregistered>(sections.registration.standing);
  std::optional<Error> refusal = refused_by_mode(turn.state);
  if (refusal) {
    // Neither SSM nor the token is to blame.
  } else if (sections.registration.leaving) {
    refusal =
        Error{ErrorCode::failed_precondition, "a deregistration is under way", "wait until it is done, then register"};
  } else if (standing && !event.force) {
    refusal = Error{ErrorCode::failed_precondition, "this product instance is already registered",
                    "use --force to register it anew, or deregister first"};
  }
  if (refusal) {
    turn.emit(DestroyToken{event.token});
    turn.answer(*refusal);
    return;
  }
  turn.answer_all(turn.state.waiters.registration,
                  Error{ErrorCode::failed_precondition, "replaced by a newer registration", "look at the newer one"});
  // The way to SSM fails since then; a newer attempt neither ends that nor begins it anew (R-AUTH-6).
  std::optional<TrustedTime> failing_since;
  if (const auto& before = sections.registration.attempt) failing_since = before->retry.first_failed_at;
  drop_attempt(turn);
  RegistrationAttempt attempt{event.token,
                              event.token_fingerprint,
                              KeyRef{"id-" + draw_uuid(turn.dice, "key")},
                              false,
                              event.force,
                              turn.trusted,
                              {},
                              false};
  attempt.retry.first_failed_at = failing_since;
  turn.emit(PrepareKey{attempt.key});
  sections.registration.attempt = std::move(attempt);
  turn.record("REGISTRATION_STARTED",
              "Registration began with the token whose SHA-256 starts with " + event.token_fingerprint + ".");
  if (event.wait)
    turn.wait_in(turn.state.waiters.registration);
  else
    turn.answer(CommandDone{true, false, "Registration is in progress."});
}

bool registration_key_prepared(Turn& turn, const KeyPrepared& event) {
  auto& attempt = turn.state.sections.registration.attempt;
  if (!attempt || attempt->key != event.key) return false;
  if (!event.failure) {
    attempt->key_ready = true;
    return true;
  }
  // Nothing was sent: the state of before, with the reason.
  turn.state.sections.registration.last_attempt = AttemptRecord{
      turn.trusted, AttemptRecord::Outcome::failed, std::nullopt, event.failure->what, event.failure->remedy};
  drop_attempt(turn);
  turn.record("REGISTRATION_FAILED", event.failure->what, 3);
  turn.answer_all(turn.state.waiters.registration, *event.failure);
  return true;
}

void registration_granted(Turn& turn, const IdentityGranted& granted) {
  Sections& sections = turn.state.sections;
  const KeyRef key = sections.registration.attempt->key;
  if (const Identity* old = identity_of(turn.state)) turn.emit(DestroyKey{old->key});
  drop_renewal(turn);
  if (evaluation_governs(turn.state)) begin_reporting(turn);
  withdraw_goodbye(turn, granted.instance);
  Identity identity = identity_from(turn, granted, key);
  const std::string text =
      "Registered as " + identity.instance_name + " in virtual account " + identity.virtual_account + ".";
  sections.registration.standing = Registered{std::move(identity)};
  sections.registration.last_attempt = attempt_succeeded(turn, text);
  sections.installation.udi = sections.installation.seen;
  sections.installation.mismatch = false;
  forget_attempt(turn);
  settle_evaluation(turn);
  start_authorization_anew(turn);
  turn.record("REGISTRATION_SUCCEEDED", text);
  turn.answer_all(turn.state.waiters.registration, CommandDone{false, false, text});
}

void registration_refused(Turn& turn, const Refused& refused) {
  turn.state.sections.registration.last_attempt = attempt_refused(turn, refused);
  drop_attempt(turn);
  turn.record("REGISTRATION_FAILED", "SSM refused the registration: " + refused.text, 3);
  turn.answer_all(turn.state.waiters.registration, error_of(turn, refused, std::nullopt));
}

void registration_failed(Turn& turn, const ExchangeFailed& failed) {
  RegistrationState& registration = turn.state.sections.registration;
  registration.last_attempt = attempt_failed(turn, failed);
  back_off(turn, failed.after);
  registration.attempt->goodbyes_tried = false;
  turn.record("REGISTRATION_FAILED", failed.text, 3);
  turn.answer_all(turn.state.waiters.registration, error_of(turn, failed, registration.attempt->retry.next_attempt_at));
}

bool expire_registration(Turn& turn) {
  Sections& sections = turn.state.sections;
  const auto* registered = std::get_if<Registered>(&sections.registration.standing);
  if (registered == nullptr || turn.trusted < registered->identity.expires_at) return false;
  if (sections.renewal.granted) {
    promote_renewed(turn);  // the next one lies ready
    return true;
  }
  // Expiry never lifts an enforcement: what runs or holds goes on by the clocks of before (R-REG-7).
  const bool kept = enforcement(turn.state, turn.trusted, turn.policy).state != EnforcementAxis::none;
  const Identity identity = registered->identity;
  sections.registration.standing = RegistrationExpired{identity, identity.expires_at, kept};
  // Where evaluation takes over, the old authorization says nothing any more; it is forgotten with the recovery, so
  // that an expiry by a wrong clock can be undone whole.
  sections.renewal.retry = {};
  sections.renewal.retry.next_attempt_at =
      turn.trusted + draw_up_to(turn.dice, "recovery", turn.policy.recovery_interval);
  settle_evaluation(turn);
  turn.record("ID_CERTIFICATE_EXPIRED", "The ID certificate has expired; registration is lost until it is recovered.",
              1);
  return true;
}

void undo_expiry(Turn& turn) {
  Sections& sections = turn.state.sections;
  const auto* expired = std::get_if<RegistrationExpired>(&sections.registration.standing);
  if (expired == nullptr || turn.trusted >= expired->identity.expires_at) return;
  const Identity identity = expired->identity;
  sections.registration.standing = Registered{identity};
  settle_evaluation(turn);
}

}  // namespace lic
