#include "agent/drawer.hpp"

#include <algorithm>

#include "agent/draw.hpp"
#include "agent/exchange.hpp"
#include "agent/registration.hpp"
#include "agent/status.hpp"

namespace lic {
namespace {

using Goodbyes = std::vector<Goodbye>;

Goodbyes& drawer(Turn& turn) { return turn.state.sections.drawer.goodbyes; }

const std::string& instance_of(const Goodbye& goodbye) { return goodbye.request.signer->instance.value; }

bool is_under_way(const AgentState& state, const Goodbye& goodbye) {
  const auto& pending = state.sections.exchange.pending;
  return pending && pending->request.id == goodbye.request.id;
}

// A new exchange: its number rises, its id is fresh (R-ID-1).
void number_anew(Turn& turn, SsmRequest& request) {
  request.id = ExchangeId{draw_uuid(turn.dice, "goodbye")};
  request.sequence = turn.state.sections.exchange.next_sequence++;
}

// It leaves the drawer for good, and its key with it.
void take_out(Turn& turn, Goodbyes::iterator goodbye) {
  turn.emit(DestroyKey{goodbye->request.signer->key});
  drawer(turn).erase(goodbye);
}

void give_up(Turn& turn, Goodbyes::iterator goodbye, const std::string& why) {
  const std::string instance = instance_of(*goodbye);
  take_out(turn, goodbye);
  turn.record("DEREGISTRATION_GIVEN_UP",
              "The goodbye of product instance " + instance + " is given up: " + why +
                  "; remove it at SSM by hand if it is still there.",
              4);
}

void note_unheard(Turn& turn, Goodbye& goodbye, const ExchangeFailed& failed) {
  goodbye.last_attempt = attempt_failed(turn, failed);
  const auto planned = goodbye.retry.next_attempt_at;
  // Tried before its time, on the occasion of a registration: the schedule stays as it was.
  if (planned && *planned > turn.trusted && !failed.after) return;
  const Millis delay = retry_delay(turn.policy.authorization_retry, goodbye.retry.failures + 1);
  note_failure(turn, goodbye.retry, {"goodbye_retry", delay, failed.after});
}

void say(Turn& turn, const Goodbye& goodbye) {
  PendingExchange exchange;
  exchange.kind = SsmRequestKind::deregistration;
  exchange.request = goodbye.request;
  turn.emit(SendRequest{exchange.request});
  turn.state.sections.exchange.pending = std::move(exchange);
}

// What SSM said to a goodbye of the drawer; every kind of answer is decided.
class GoodbyeReply {
public:
  GoodbyeReply(Turn& turn, Goodbyes::iterator goodbye) : turn_(turn), goodbye_(goodbye) {}

  void operator()(const Deregistered&) { heard("SSM was told that product instance ", " is deregistered."); }
  void operator()(const Refused& refused) {
    // SSM no longer knows it: that is what a goodbye wants.
    if (refused.kind == RefusalKind::instance_unknown)
      heard("Product instance ", " is unknown at SSM; there is nothing left to deregister.");
    else
      give_up(turn_, goodbye_, "SSM refused it: " + refused.text);
  }
  void operator()(const PollLater& later) {
    put_off(failed_with(FailureCode::try_again_later, "SSM puts its answer off"), later.after);
  }
  void operator()(const TryAgainLater& later) {
    put_off(failed_with(FailureCode::try_again_later, "SSM asks to try again later: " + later.text), later.after);
  }
  void operator()(const IdentityGranted&) { unexpected(); }
  void operator()(const AuthorizationGranted&) { unexpected(); }
  void operator()(const ExchangeFailed& failed) { unheard(failed); }

private:
  void heard(const std::string& before, const std::string& after) {
    const std::string text = before + instance_of(*goodbye_) + after;
    take_out(turn_, goodbye_);
    turn_.record("DEREGISTRATION_DELIVERED", text);
  }

  void unexpected() {
    put_off(failed_with(FailureCode::protocol_unexpected, "SSM's answer does not fit the request"), {});
  }

  // Answered, but not to the end: the next try is a new exchange (R-ID-1).
  void put_off(ExchangeFailed failed, std::optional<Millis> after) {
    number_anew(turn_, goodbye_->request);
    failed.after = after;
    unheard(failed);
  }

  void unheard(const ExchangeFailed& failed) {
    note_unheard(turn_, *goodbye_, failed);
    // One try before a registration, then it goes on (R-REG-9).
    if (auto& attempt = turn_.state.sections.registration.attempt) attempt->goodbyes_tried = true;
  }

  Turn& turn_;
  Goodbyes::iterator goodbye_;
};

}  // namespace

std::optional<Goodbye> goodbye_of(Turn& turn, const UnheardGoodbye& unheard) {
  const Identity& identity = *identity_of(turn.state);
  Goodbye goodbye;
  goodbye.request = unheard.request;
  goodbye.udi = turn.state.sections.installation.udi;
  // The signer may be the renewed certificate; both dates are on SSM's clock.
  const Millis longer = unheard.request.signer->certificate.not_after - identity.certificate.not_after;
  goodbye.expires_at = identity.expires_at + longer;
  if (goodbye.expires_at <= turn.trusted) return std::nullopt;
  if (unheard.answered) number_anew(turn, goodbye.request);
  note_unheard(turn, goodbye, unheard.failed);
  return goodbye;
}

void keep_goodbye(Turn& turn, Goodbye goodbye) {
  Goodbyes& kept = drawer(turn);
  while (kept.size() >= turn.policy.goodbyes_max) give_up(turn, kept.begin(), "too many goodbyes wait");
  kept.push_back(std::move(goodbye));
}

bool may_be_said(const AgentState& state, const Goodbye& goodbye) {
  return !must_be_silent(state.sections) && !state.sections.reservation.enabled &&
         !is_other_machine(goodbye.udi, state.sections.installation.seen);
}

bool say_goodbye_first(Turn& turn) {
  if (turn.state.sections.registration.attempt->goodbyes_tried) return false;
  const Goodbyes& waiting = drawer(turn);
  const auto found = std::ranges::find_if(waiting, [&turn](const Goodbye& goodbye) {
    const auto& not_before = goodbye.retry.not_before;  // SSM's own wish goes before (R-AUTH-8)
    return may_be_said(turn.state, goodbye) && (!not_before || *not_before <= turn.trusted);
  });
  if (found == waiting.end()) return false;
  say(turn, *found);
  return true;
}

std::optional<TrustedTime> goodbye_due_at(const AgentState& state, const Goodbye& goodbye) {
  if (!may_be_said(state, goodbye)) return std::nullopt;
  return goodbye.retry.next_attempt_at;
}

bool say_due_goodbye(Turn& turn) {
  const Goodbyes& waiting = drawer(turn);
  const auto found = std::ranges::find_if(waiting, [&turn](const Goodbye& goodbye) {
    const auto due = goodbye_due_at(turn.state, goodbye);
    return due && *due <= turn.trusted;
  });
  if (found == waiting.end()) return false;
  say(turn, *found);
  return true;
}

const Goodbye* find_goodbye(const AgentState& state, const ExchangeId& exchange) {
  const Goodbyes& kept = state.sections.drawer.goodbyes;
  const auto found =
      std::ranges::find_if(kept, [&exchange](const Goodbye& goodbye) { return goodbye.request.id == exchange; });
  return found == kept.end() ? nullptr : &*found;
}

bool goodbye_answered(Turn& turn, const SsmRequest& request, const SsmAnswer& answer) {
  const auto found = std::ranges::find_if(
      drawer(turn), [&request](const Goodbye& goodbye) { return goodbye.request.id == request.id; });
  if (found == drawer(turn).end()) return false;
  std::visit(GoodbyeReply{turn, found}, answer);
  return true;
}

void expire_goodbyes(Turn& turn) {
  Goodbyes& kept = drawer(turn);
  while (true) {
    const auto ended = std::ranges::find_if(kept, [&turn](const Goodbye& goodbye) {
      return goodbye.expires_at <= turn.trusted && !is_under_way(turn.state, goodbye);
    });
    if (ended == kept.end()) return;
    give_up(turn, ended, "its certificate has ended");
  }
}

void withdraw_goodbye(Turn& turn, const InstanceId& instance) {
  Goodbyes& kept = drawer(turn);
  const auto found = std::ranges::find_if(
      kept, [&instance](const Goodbye& goodbye) { return goodbye.request.signer->instance == instance; });
  if (found == kept.end()) return;
  take_out(turn, found);
  turn.record("DEREGISTRATION_WITHDRAWN",
              "SSM registered product instance " + instance.value + " again; its old goodbye is not said any more.");
}

}  // namespace lic
