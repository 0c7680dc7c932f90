#pragma once
// R-AUTH: asking SSM whether what is used is covered, and what its answers and its silence mean.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const RenewAuthorizationCommand& event);

// When the next AUTHORIZATION is due; none while nobody is registered or this copy must be silent (R-ID).
[[nodiscard]] std::optional<TrustedTime> authorization_due_at(const AgentState& state);

struct AuthorizationPlan {
  AuthorizationRequest request;
  std::optional<std::int64_t> report;  // outbox key of the newest report it carries
};
// Freezes what is to be said now. `final` carries everything outstanding (deregistration).
[[nodiscard]] AuthorizationPlan plan_authorization(Turn& turn, bool final);

void authorization_granted(Turn& turn, const PendingExchange& exchange, const AuthorizationGranted& granted);
void authorization_refused(Turn& turn, const PendingExchange& exchange, const Refused& refused);
void authorization_failed(Turn& turn, const ExchangeFailed& failed);

// SSM said, to whatever was asked, that it does not know the instance: told twice, at least an hour apart, it is gone
// (R-AUTH-7).
void note_unknown_instance(Turn& turn);
// SSM suspects a clone: this copy falls silent until the operator chooses (R-ID-2).
void note_clone(Turn& turn);

}  // namespace lic
