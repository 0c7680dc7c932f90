#pragma once
// Deliberately broken rules. The core is given a wrong policy, or the loop around it breaks a promise, while the oracle
// keeps the true rules: a simulator that does not notice is no proof.

#include <optional>
#include <string_view>
#include <vector>

#include "agent/policy.hpp"

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
};

struct MutationName {
  Mutation mutation;
  std::string_view name;
};

[[nodiscard]] const std::vector<MutationName>& mutation_names();
[[nodiscard]] std::optional<Mutation> mutation_named(std::string_view name);
// The policy that the core gets under this mutation.
[[nodiscard]] Policy mutated(Policy policy, Mutation mutation);

}  // namespace lic::sim
