// Where each answer of SSM goes.
#include <algorithm>

#include "agent/authorization.hpp"
#include "agent/clock_rules.hpp"
#include "agent/drawer.hpp"
#include "agent/exchange.hpp"
#include "agent/identity.hpp"
#include "agent/registration.hpp"
#include "agent/trust.hpp"

namespace lic {
namespace {

// One visitor for the answer of one exchange; every kind of answer is decided for every kind of request.
class ReplyHandler {
public:
  ReplyHandler(Turn& turn, PendingExchange exchange) : turn_(turn), exchange_(std::move(exchange)) {}

  void operator()(const IdentityGranted& granted) {
    if (exchange_.kind == SsmRequestKind::registration && turn_.state.sections.registration.attempt)
      registration_granted(turn_, granted);
    else if (exchange_.kind == SsmRequestKind::renewal && same_instance(granted))
      renewal_granted(turn_, granted);
    else
      unexpected();
  }
  void operator()(const AuthorizationGranted& granted) {
    if (exchange_.kind == SsmRequestKind::authorization)
      authorization_granted(turn_, exchange_, granted);
    else
      unexpected();
  }
  void operator()(const Deregistered&) {
    if (exchange_.kind == SsmRequestKind::deregistration)
      finish_leaving(turn_, {true, {}, {}});
    else
      unexpected();
  }
  void operator()(const PollLater& later) {
    if (exchange_.polls >= turn_.policy.polls_max || turn_.state.sections.registration.leaving) {
      fail(failed_with(FailureCode::protocol_poll_endless, "SSM keeps putting its answer off"));
      return;
    }
    exchange_.in_flight = false;
    exchange_.original = exchange_.request.body;
    exchange_.poll_id = later.poll_id;
    exchange_.poll_at = turn_.trusted + std::max(later.after.value_or(turn_.policy.poll_default), kSecond);
    turn_.state.sections.exchange.pending = exchange_;
  }
  void operator()(const TryAgainLater& later) {
    const std::string words = later.text.empty() ? std::string{} : ": " + later.text;
    ExchangeFailed failed = failed_with(FailureCode::try_again_later, "SSM asks to try again later" + words);
    failed.after = later.after.value_or(turn_.policy.poll_default);
    fail(failed);
  }
  void operator()(const Refused& refused) {
    switch (exchange_.kind) {
      case SsmRequestKind::registration:
        if (turn_.state.sections.registration.attempt) registration_refused(turn_, refused);
        break;
      case SsmRequestKind::authorization:
        if (!turn_.state.sections.registration.leaving) authorization_refused(turn_, exchange_, refused);
        break;
      case SsmRequestKind::renewal: renewal_refused(turn_, refused); break;
      case SsmRequestKind::deregistration:
        // SSM no longer knows us: that is what a goodbye wants.
        finish_leaving(turn_, {refused.kind == RefusalKind::instance_unknown, refused.text, {}});
        break;
    }
  }
  void operator()(const ExchangeFailed& failed) {
    answered_ = false;
    keep_unanswered();
    fail(failed);
  }

  // False: not what was asked for; nothing of it is used (R-REG-3).
  [[nodiscard]] bool answer_fits() const { return answer_fits_; }

private:
  void fail(const ExchangeFailed& failed) {
    switch (exchange_.kind) {
      case SsmRequestKind::registration:
        if (turn_.state.sections.registration.attempt) registration_failed(turn_, failed);
        break;
      case SsmRequestKind::authorization:
        if (!turn_.state.sections.registration.leaving) authorization_failed(turn_, failed);
        break;
      case SsmRequestKind::renewal: renewal_failed(turn_, failed); break;
      case SsmRequestKind::deregistration:
        finish_leaving(turn_, {false, failed.text, UnheardGoodbye{exchange_.request, failed, answered_}});
        break;
    }
  }

  [[nodiscard]] bool same_instance(const IdentityGranted& granted) const {
    const Identity* identity = identity_of(turn_.state);
    return identity != nullptr && identity->instance == granted.instance;
  }

  void unexpected() {
    answer_fits_ = false;
    fail(failed_with(FailureCode::protocol_unexpected, "SSM's answer does not fit the request"));
  }

  // SSM may or may not have acted on it: the same exchange is repeated until it is answered (R-ID-1).
  void keep_unanswered() {
    const bool repeatable =
        exchange_.kind == SsmRequestKind::authorization || exchange_.kind == SsmRequestKind::renewal;
    if (!repeatable || exchange_.original || turn_.state.sections.registration.leaving) return;
    exchange_.in_flight = false;
    turn_.state.sections.exchange.pending = exchange_;
  }

  Turn& turn_;
  PendingExchange exchange_;
  bool answer_fits_ = true;
  bool answered_ = true;  // SSM's word was verified, whatever it says
};

}  // namespace

void handle(Turn& turn, const SsmReplied& event) {
  auto& pending = turn.state.sections.exchange.pending;
  const bool expected = pending && pending->in_flight && pending->request.id == event.reply.exchange;
  if (!expected) return;  // late or twice: what it would say was said or given up
  if (event.reply.server_time) confirm_time(turn, *event.reply.server_time);
  PendingExchange exchange = *pending;
  if (exchange.original) exchange.request.body = *exchange.original;
  pending.reset();
  if (goodbye_answered(turn, exchange.request, event.reply.answer)) {
    const SsmAnswer& answer = event.reply.answer;  // a refusal is signed, too, and shows SSM's newest certificates
    if (std::holds_alternative<Deregistered>(answer) || std::holds_alternative<Refused>(answer))
      note_trust(turn, event.reply);
    return;
  }
  ReplyHandler handler(turn, std::move(exchange));
  std::visit(handler, event.reply.answer);
  if (!handler.answer_fits()) return;
  note_trust(turn, event.reply);
  if (event.reply.renew_window) heed_renew_window(turn, *event.reply.renew_window);
}

}  // namespace lic
