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
      {Mutation::evaluates_reserved, "evaluates_reserved"},
      {Mutation::any_request, "any_request"},
      {Mutation::any_machine, "any_machine"},
      {Mutation::older_code, "older_code"},
      {Mutation::spent_code, "spent_code"},
      {Mutation::ended_code, "ended_code"},
      {Mutation::wide_limits, "wide_limits"},
      {Mutation::never_lacking, "never_lacking"},
      {Mutation::talks_while_reserved, "talks_while_reserved"},
      {Mutation::forgets_codes, "forgets_codes"},
      {Mutation::forgets_number, "forgets_number"},
      {Mutation::new_evaluation, "new_evaluation"},
      {Mutation::sticky_settings, "sticky_settings"},
      {Mutation::classic_again, "classic_again"},
      {Mutation::export_for_all, "export_for_all"},
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
  const auto is = [mutation](Mutation one) { return mutation == one; };
  if (is(Mutation::short_tolerance)) policy.tolerance = 30 * kMinute;
  if (is(Mutation::long_authorization)) policy.authorization_validity = 120 * kDay;
  if (is(Mutation::long_evaluation)) policy.evaluation_period = 100 * kDay;
  if (is(Mutation::long_overage)) policy.ooc_overage = 100 * kDay;
  if (is(Mutation::late_authorization)) policy.authorization_renewal = 45 * kDay;
  if (is(Mutation::late_registration)) policy.registration_renewal = 200 * kDay;
  if (is(Mutation::wild_retry)) policy.retry_jitter_percent = 60;
  if (is(Mutation::hasty_removal)) policy.removal_confirmation = Millis{0};
  if (is(Mutation::wrong_class)) {
    policy.classification =
        policy.classification == Classification::configured ? Classification::used : Classification::configured;
  }
  return policy;
}

}  // namespace lic::sim
