#include "agent/exchange.hpp"

#include <algorithm>

#include "agent/authorization.hpp"
#include "agent/clock_rules.hpp"
#include "agent/draw.hpp"
#include "agent/drawer.hpp"
#include "agent/identity.hpp"
#include "agent/registration.hpp"

namespace lic {

bool must_be_silent(const Sections& sections) {
  return sections.installation.mismatch || sections.authorization.clone_suspected;
}

namespace {

// What was under way under an identity that must not be used is given up.
void fall_silent(Turn& turn) {
  auto& pending = turn.state.sections.exchange.pending;
  if (!pending || !pending->request.signer) return;
  const Goodbye* goodbye = find_goodbye(turn.state, pending->request.id);
  const bool silenced = goodbye != nullptr && !may_be_said(turn.state, *goodbye);
  if (!must_be_silent(turn.state.sections) && !silenced) return;
  if (pending->in_flight) turn.emit(CancelRequest{pending->request.id});
  pending.reset();
}

Signer old_signer(const AgentState& state) {
  const Identity* identity = identity_of(state);
  return {identity->instance, identity->key, identity->certificate};
}

void send(Turn& turn, PendingExchange exchange) {
  ExchangeState& state = turn.state.sections.exchange;
  exchange.request.id = ExchangeId{draw_uuid(turn.dice, "exchange")};
  if (exchange.request.signer) exchange.request.sequence = state.next_sequence++;
  turn.emit(SendRequest{exchange.request});
  state.pending = std::move(exchange);
}

// An exchange whose answer was lost goes out again as it was: same number, same id (R-ID-1).
bool repeat_unanswered(Turn& turn, SsmRequestKind kind) {
  auto& pending = turn.state.sections.exchange.pending;
  if (!pending || pending->kind != kind || pending->in_flight || pending->poll_at) return false;
  if (kind == SsmRequestKind::authorization && pending->request.signer != authorization_signer(turn.state))
    return false;
  pending->in_flight = true;
  turn.emit(SendRequest{pending->request});
  return true;
}

void send_authorization(Turn& turn, bool final) {
  AuthorizationState& authorization = turn.state.sections.authorization;
  if (!final && !authorization.resend_with_zero && repeat_unanswered(turn, SsmRequestKind::authorization)) {
    authorization.asked_for = false;
    authorization.report_due_at.reset();
    return;
  }
  AuthorizationPlan plan = plan_authorization(turn, final);
  PendingExchange exchange;
  exchange.kind = SsmRequestKind::authorization;
  exchange.report = plan.report;
  exchange.request.signer = authorization_signer(turn.state);
  exchange.request.body = std::move(plan.request);
  send(turn, std::move(exchange));
}

void send_registration(Turn& turn) {
  const RegistrationAttempt& attempt = *turn.state.sections.registration.attempt;
  PendingExchange exchange;
  exchange.kind = SsmRequestKind::registration;
  exchange.request.body = RegistrationRequest{attempt.token, attempt.key, attempt.force};
  send(turn, std::move(exchange));
}

void send_renewal(Turn& turn) {
  if (repeat_unanswered(turn, SsmRequestKind::renewal)) return;
  PendingExchange exchange;
  exchange.kind = SsmRequestKind::renewal;
  exchange.request.signer = old_signer(turn.state);
  exchange.request.body = RenewalRequest{turn.state.sections.renewal.new_key};
  send(turn, std::move(exchange));
}

void send_deregistration(Turn& turn) {
  PendingExchange exchange;
  exchange.kind = SsmRequestKind::deregistration;
  exchange.request.signer = authorization_signer(turn.state);
  exchange.request.body = DeregistrationRequest{};
  send(turn, std::move(exchange));
}

void send_goodbye(Turn& turn) {
  Sections& sections = turn.state.sections;
  if (must_be_silent(sections)) {
    finish_leaving(turn, {false, "this copy must not talk to SSM under its old identity", {}});
    return;
  }
  Deregistration& leaving = *sections.registration.leaving;
  const bool may_report = std::holds_alternative<Registered>(sections.registration.standing);
  if (!leaving.final_report_done && may_report && !turn.state.outbox.empty()) {
    leaving.final_report_done = true;
    send_authorization(turn, true);
    return;
  }
  leaving.final_report_done = true;
  send_deregistration(turn);
}

bool registration_due(const Turn& turn) {
  const auto& attempt = turn.state.sections.registration.attempt;
  if (!attempt || !attempt->key_ready) return false;
  return !attempt->retry.next_attempt_at || *attempt->retry.next_attempt_at <= turn.trusted;
}

// Asks again for an answer that SSM said it would have later (wire P5.5).
void send_poll(Turn& turn) {
  PendingExchange exchange = *turn.state.sections.exchange.pending;
  ++exchange.polls;
  exchange.poll_at.reset();
  exchange.in_flight = true;
  // The key that is to be certified: what comes back is checked against it.
  KeyRef key = turn.state.sections.renewal.new_key;
  if (const auto& attempt = turn.state.sections.registration.attempt;
      attempt && exchange.kind == SsmRequestKind::registration)
    key = attempt->key;
  PendingExchange poll = exchange;
  poll.request.body = PollRequest{exchange.poll_id, exchange.kind, key};
  send(turn, std::move(poll));
}

bool poll_due(const Turn& turn) {
  const auto& pending = turn.state.sections.exchange.pending;
  return pending && pending->poll_at && *pending->poll_at <= turn.trusted;
}

}  // namespace

bool exchange_busy(const ExchangeState& exchange) {
  return exchange.pending && (exchange.pending->in_flight || exchange.pending->poll_at);
}

namespace {

void send_what_is_due(Turn& turn) {
  Sections& sections = turn.state.sections;
  if (poll_due(turn)) {
    send_poll(turn);
    return;
  }
  if (exchange_busy(sections.exchange)) return;
  if (sections.registration.leaving) {
    send_goodbye(turn);
  } else if (registration_due(turn)) {
    if (!say_goodbye_first(turn)) send_registration(turn);
  } else if (renewal_ready_to_send(turn)) {
    send_renewal(turn);
  } else if (const auto due = authorization_due_at(turn.state); due && *due <= turn.trusted) {
    send_authorization(turn, false);
  } else {
    say_due_goodbye(turn);
  }
}

// Nobody is left waiting for an exchange that cannot run any more.
void release_stranded(Turn& turn) {
  const Sections& sections = turn.state.sections;
  if (sections.registration.leaving) return;  // finish_leaving answers
  const Error cannot{ErrorCode::failed_precondition, "the exchange cannot run any more",
                     "look at: smart-agentctl status"};
  const auto under_way = [&sections](SsmRequestKind kind) {
    return exchange_busy(sections.exchange) && sections.exchange.pending->kind == kind;
  };
  if (!under_way(SsmRequestKind::authorization) && !authorization_due_at(turn.state))
    turn.answer_all(turn.state.waiters.authorization, cannot);
  const bool will_renew = sections.renewal.asked_for && renewal_due_at(turn.state);
  if (!under_way(SsmRequestKind::renewal) && !will_renew) turn.answer_all(turn.state.waiters.renewal, cannot);
}

}  // namespace

void schedule_exchange(Turn& turn) {
  fall_silent(turn);
  begin_due_renewal(turn);
  send_what_is_due(turn);
  release_stranded(turn);
}

void resume_exchanges(Turn& turn) {
  Sections& sections = turn.state.sections;
  fall_silent(turn);
  if (const auto& attempt = sections.registration.attempt; attempt && !attempt->key_ready)
    turn.emit(PrepareKey{attempt->key});
  if (!sections.renewal.new_key.empty() && !sections.renewal.key_ready) turn.emit(PrepareKey{sections.renewal.new_key});
  if (const auto& pending = sections.exchange.pending; pending && pending->in_flight)
    turn.emit(SendRequest{pending->request});
}

void handle(Turn& turn, const KeyPrepared& event) {
  if (registration_key_prepared(turn, event) || renewal_key_prepared(turn, event)) return;
  turn.emit(DestroyKey{event.key});  // nobody wants it any more
}

}  // namespace lic
