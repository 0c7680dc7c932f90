#pragma once
// Deliberately broken rules. The core is given a wrong policy, or the loop around it breaks a promise, while the oracle
// keeps the true rules: a simulator that does not notice is no proof.

#include <optional>
#include <string_view>
#include <vector>

#include "agent/policy.hpp"
#include "agent/state.hpp"

namespace lic::sim {

enum class Mutation {
  none,
  short_tolerance,     // 30 minutes of tolerance instead of 45
  long_authorization,  // good for 120 days instead of 90
  long_evaluation,     // 100 days instead of 90
  long_overage,        // 100 days out of compliance instead of 90
  late_authorization,  // renewed after 45 days instead of 30
  late_registration,   // certificate renewed after 200 days instead of 180
  wild_retry,          // retries move by 60 % instead of 20 %
  wrong_class,         // classified by what may be done instead of what was done, and the reverse
  hasty_removal,       // told once is enough
  drop_outbox,         // now and then a report does not reach the disk
  send_before_commit,
  older_trust,    // trust anchors are taken whatever their version is
  forget_undo,    // a failed commit is not undone
  lose_answers,   // now and then a caller gets no answer
  empty_drawer,   // goodbyes that wait do not survive a restart
  sweep_drawer,   // the keys of goodbyes that wait are taken for rubbish at a start
  lose_held,      // what went on in memory while the disk refused is not stored afterwards
  ignore_window,  // SSM's window for the next renewal is not heard
  // mutation_reservation.cpp
  evaluates_reserved,    // the evaluation runs while a reservation is installed
  any_request,           // a code of another request is taken
  any_machine,           // a code of another machine is taken
  older_code,            // a code that was made earlier is taken as a change
  spent_code,            // a return does not remember whose code it was
  ended_code,            // licenses that have ended count as if they had not
  wide_limits,           // one seat more than reserved is let in
  never_lacking,         // what the code does not cover is not noticed
  talks_while_reserved,  // verbs that talk to SSM are not refused in the reservation mode
  forgets_codes,         // answer codes do not survive a restart
  forgets_number,        // a factory reset forgets how many requests were made
  new_evaluation,        // a factory reset gives the evaluation back
  sticky_settings,       // a factory reset leaves settings
  classic_again,         // a start goes back to classic mode
  export_for_all,        // export-controlled functionality without SSM's word
};

struct MutationName {
  Mutation mutation;
  std::string_view name;
};

[[nodiscard]] const std::vector<MutationName>& mutation_names();
[[nodiscard]] std::optional<Mutation> mutation_named(std::string_view name);
// The policy that the core gets under this mutation.
[[nodiscard]] Policy mutated(Policy policy, Mutation mutation);
// What the broken core does to a state that it has just loaded, and around one step. True: it has
// to be put right afterwards.
void tamper_at_start(Mutation mutation, AgentState& state);
[[nodiscard]] bool tamper_before(Mutation mutation, AgentState& state, Envelope& envelope);
void tamper_after(Mutation mutation, AgentState& state, const Envelope& envelope, bool hidden);

}  // namespace lic::sim
