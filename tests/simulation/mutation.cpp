#include "tests/simulation/mutation.hpp"

namespace lic::sim {

const std::vector<MutationName>& mutation_names() {
  static const std::vector<MutationName> names = {
      {Mutation::none, "none"},
      {Mutation::short_tolerance, "short_tolerance"},
      {Mutation::long_authorization, "long_authorization"},
      {Mutation::long_evaluation, "long_evaluation"},
      {Mutation::long_overage, "long_overage"},
      {Mutation::late_authorization, "late_authorization"},
      {Mutation::late_registration, "late_registration"},
      {Mutation::wild_retry, "wild_retry"},
      {Mutation::wrong_class, "wrong_class"},
      {Mutation::hasty_removal, "hasty_removal"},
      {Mutation::drop_outbox, "drop_outbox"},
      {Mutation::send_before_commit, "send_before_commit"},
      {Mutation::forget_undo, "forget_undo"},
      {Mutation::lose_answers, "lose_answers"},
      {Mutation::older_trust, "older_trust"},
      {Mutation::empty_drawer, "empty_drawer"},
      {Mutation::sweep_drawer, "sweep_drawer"},
      {Mutation::lose_held, "lose_held"},
      {Mutation::ignore_window, "ignore_window"},
  };
  return names;
}

std::optional<Mutation> mutation_named(std::string_view name) {
  for (const MutationName& entry : mutation_names()) {
    if (entry.name == name) return entry.mutation;
  }
  return std::nullopt;
}

Policy mutated(Policy policy, Mutation mutation) {
  switch (mutation) {
    case Mutation::short_tolerance: policy.tolerance = 30 * kMinute; break;
    case Mutation::long_authorization: policy.authorization_validity = 120 * kDay; break;
    case Mutation::long_evaluation: policy.evaluation_period = 100 * kDay; break;
    case Mutation::long_overage: policy.ooc_overage = 100 * kDay; break;
    case Mutation::late_authorization: policy.authorization_renewal = 45 * kDay; break;
    case Mutation::late_registration: policy.registration_renewal = 200 * kDay; break;
    case Mutation::wild_retry: policy.retry_jitter_percent = 60; break;
    case Mutation::wrong_class:
      policy.classification =
          policy.classification == Classification::configured ? Classification::used : Classification::configured;
      break;
    case Mutation::hasty_removal: policy.removal_confirmation = Millis{0}; break;
    case Mutation::none:
    case Mutation::drop_outbox:
    case Mutation::send_before_commit:
    case Mutation::lose_held:
    case Mutation::forget_undo:
    case Mutation::lose_answers:
    case Mutation::older_trust:
    case Mutation::empty_drawer:
    case Mutation::sweep_drawer:
    case Mutation::ignore_window: break;
  }
  return policy;
}

}  // namespace lic::sim
