#include "agent/factory_reset.hpp"

#include <string>
#include <utility>
#include <vector>

#include "agent/evaluation.hpp"
#include "agent/license_type.hpp"
#include "agent/outbox.hpp"
#include "agent/registration.hpp"
#include "agent/reservation.hpp"
#include "agent/usage.hpp"

namespace lic {
namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What SSM goes on to believe, and nobody here will remember.
std::string left_behind(const AgentState& state) {
  std::vector<std::string> instances;
  if (const Identity* identity = identity_of(state)) instances.push_back(identity->instance.value);
  for (const Goodbye& goodbye : state.sections.drawer.goodbyes)
    instances.push_back(goodbye.request.signer->instance.value);
  std::string text;
  if (!instances.empty()) text += " SSM was not told: remove there by hand product instance " + listed(instances) + ".";
  if (state.sections.registration.attempt)
    text += " A registration was under way: look at SSM whether it made a product instance.";
  const ReservationState& reservation = state.sections.reservation;
  if (reservation.request)
    text += " The open request " + reservation.request->code + " was cancelled: use no code that SSM makes of it.";
  if (!reservation.return_code.empty())
    text += " If it was not entered at SSM yet, keep the return code " + reservation.return_code + ".";
  return text;
}

// Nothing is awaited from SSM any more, and no key or token of before is left.
void end_exchanges(Turn& turn) {
  Sections& sections = turn.state.sections;
  drop_attempt(turn);
  if (auto& pending = sections.exchange.pending) {
    if (pending->in_flight) turn.emit(CancelRequest{pending->request.id});
    pending.reset();
  }
  if (const Identity* identity = identity_of(turn.state)) turn.emit(DestroyKey{identity->key});
  if (!sections.renewal.new_key.empty()) turn.emit(DestroyKey{sections.renewal.new_key});
  for (const Goodbye& goodbye : sections.drawer.goodbyes) turn.emit(DestroyKey{goodbye.request.signer->key});
  const Error gone{ErrorCode::failed_precondition, "a factory reset was asked for meanwhile",
                   "begin anew: smart-agentctl register"};
  Waiters& waiters = turn.state.waiters;
  for (auto* waiting : {&waiters.registration, &waiters.authorization, &waiters.renewal, &waiters.deregistration})
    turn.answer_all(*waiting, gone);
}

// What is counted at this moment stays, and is the first of a new interval. Numbers that only rise go on rising.
void begin_usage_anew(Turn& turn) {
  UsageState& usage = turn.state.sections.usage;
  usage.last_reported.clear();
  begin_interval_here(turn);
  restart_windows(turn);
}

}  // namespace

void handle(Turn& turn, const FactoryReset&) {
  Sections& sections = turn.state.sections;
  if (reserved_of(turn.state) != nullptr)
    return turn.answer(Error{ErrorCode::failed_precondition,
                             "a reservation is installed, and its licenses would stay reserved at SSM for ever",
                             "return it first: smart-agentctl reservation return; then enter the return code at SSM"});
  const std::string behind = left_behind(turn.state);
  end_exchanges(turn);
  reset_license_type(turn);
  sections.settings = {};
  ReservationState kept;
  kept.requests_made = sections.reservation.requests_made;
  kept.used = std::move(sections.reservation.used);  // no backup of before brings a reservation back (backup.hpp)
  sections.registration = {};
  sections.reservation = std::move(kept);
  sections.renewal = {};
  sections.authorization = {};
  sections.compliance = {};
  sections.drawer = {};
  sections.trust = {};
  sections.clock.ssm_offset.reset();
  sections.installation.udi = sections.installation.seen;
  sections.installation.mismatch = false;
  clear_outbox(turn);
  begin_usage_anew(turn);
  settle_evaluation(turn);
  turn.forget_past();
  turn.record("FACTORY_RESET", "Everything was reset but the evaluation time used and imported trust anchors." + behind,
              4);
  turn.answer(CommandDone{false, false,
                          "Everything is reset but the evaluation time used and imported trust anchors." + behind});
}

}  // namespace lic
