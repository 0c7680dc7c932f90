// R-REG-9: how a registration is given up.
#include <utility>

#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"
#include "agent/licensing_mode.hpp"
#include "agent/outbox.hpp"
#include "agent/registration.hpp"
#include "agent/trust.hpp"

namespace lic {

void handle(Turn& turn, const DeregisterCommand&) {
  if (auto refused = refused_by_mode(turn.state)) return turn.answer(std::move(*refused));
  Sections& sections = turn.state.sections;
  if (std::holds_alternative<Unregistered>(sections.registration.standing)) {
    if (!sections.registration.attempt) {
      turn.answer(
          Error{ErrorCode::failed_precondition, "this product instance is not registered", "nothing is to be done"});
      return;
    }
    drop_attempt(turn);
    turn.record("REGISTRATION_CANCELLED", "The registration under way was cancelled.");
    turn.answer_all(
        turn.state.waiters.registration,
        Error{ErrorCode::failed_precondition, "the registration was cancelled", "register again when ready"});
    turn.answer(CommandDone{false, false, "The registration under way was cancelled."});
    return;
  }
  turn.answer_all(
      turn.state.waiters.registration,
      Error{ErrorCode::failed_precondition, "deregistration was asked for meanwhile", "register again when ready"});
  drop_attempt(turn);
  // What SSM put off is not waited for.
  if (auto& pending = sections.exchange.pending; pending && pending->poll_at) pending.reset();
  if (!sections.registration.leaving) sections.registration.leaving = Deregistration{};
  turn.wait_in(turn.state.waiters.deregistration);
}

namespace {

// All keys of the registration go, but the one that a goodbye is still to be signed with.
void destroy_keys_but(Turn& turn, const KeyRef& kept) {
  for (const KeyRef& key : {identity_of(turn.state)->key, turn.state.sections.renewal.new_key})
    if (!key.empty() && key != kept) turn.emit(DestroyKey{key});
}

std::string told_here_only(const std::string& why_not, const std::string& instance, bool tries_again) {
  return "Deregistered here only, SSM was not told (" + why_not + "). Remove product instance " + instance +
         " at SSM by hand" + (tries_again ? "; until then the agent goes on trying to tell SSM." : ".");
}

}  // namespace

void finish_leaving(Turn& turn, const Farewell& farewell) {
  Sections& sections = turn.state.sections;
  const std::string instance = identity_of(turn.state)->instance.value;
  std::optional<Goodbye> goodbye;
  if (farewell.unheard) goodbye = goodbye_of(turn, *farewell.unheard);
  destroy_keys_but(turn, goodbye ? goodbye->request.signer->key : KeyRef{});
  const std::string here_only = told_here_only(farewell.why_not, instance, goodbye.has_value());
  if (goodbye) keep_goodbye(turn, *std::move(goodbye));
  release_registered_type(turn);
  sections.renewal = {};
  sections.registration = {};
  sections.installation.udi = sections.installation.seen;
  sections.installation.mismatch = false;
  sections.authorization = {};
  sections.compliance = {};
  sections.usage.last_reported.clear();
  forget_trust(turn);
  clear_outbox(turn);
  settle_evaluation(turn);
  const Error gone{ErrorCode::failed_precondition, "the product instance was deregistered meanwhile",
                   "register it first"};
  turn.answer_all(turn.state.waiters.authorization, gone);
  turn.answer_all(turn.state.waiters.renewal, gone);
  if (farewell.ssm_knows) {
    turn.record("DEREGISTRATION_SUCCEEDED", "Deregistered here and at SSM.");
    turn.answer_all(turn.state.waiters.deregistration, CommandDone{false, false, "Deregistered here and at SSM."});
    return;
  }
  turn.record("DEREGISTRATION_FAILED", here_only, 4);
  turn.answer_all(turn.state.waiters.deregistration, CommandDone{false, true, here_only});
}

}  // namespace lic
