#pragma once
// R-REG-9: a goodbye that SSM did not hear lies in a drawer with the old key and certificate. It is said again on the
// schedule of R-AUTH-6, and before the next registration, until SSM has heard or refused it or the certificate has
// ended.

#include "agent/turn.hpp"

namespace lic {

// How a goodbye went that was not heard. `answered`: SSM's word was verified, so that the next try is a new exchange;
// else it is a repeat with the same number and id (R-ID-1).
struct UnheardGoodbye {
  SsmRequest request;
  ExchangeFailed failed;
  bool answered = false;
};

// What goes into the drawer when the registration that stands is given up; nothing if its certificate has ended.
[[nodiscard]] std::optional<Goodbye> goodbye_of(Turn& turn, const UnheardGoodbye& unheard);
// Puts it in, with its next attempt. The drawer is bounded: the oldest is given up.
void keep_goodbye(Turn& turn, Goodbye goodbye);

// Says the oldest goodbye that was not yet tried before this attempt of a registration; false if there is none.
bool say_goodbye_first(Turn& turn);
// Says the goodbye whose time has come; false if there is none.
bool say_due_goodbye(Turn& turn);
// When this one is said next by itself; never, while this copy must be silent (R-ID-2, 3) or a reservation is enabled
// (R-SLR-6).
[[nodiscard]] std::optional<TrustedTime> goodbye_due_at(const AgentState& state, const Goodbye& goodbye);
// The answer to `request`. True if it was a goodbye of the drawer.
bool goodbye_answered(Turn& turn, const SsmRequest& request, const SsmAnswer& answer);

// The goodbye that this request says, if it is one of the drawer.
[[nodiscard]] const Goodbye* find_goodbye(const AgentState& state, const ExchangeId& exchange);
// False for another machine's, and for every goodbye while this copy must be silent or a reservation is enabled
// (R-SLR-6).
[[nodiscard]] bool may_be_said(const AgentState& state, const Goodbye& goodbye);

// Time has passed: certificates in the drawer may have ended.
void expire_goodbyes(Turn& turn);
// SSM made `instance` the standing registration again: an old goodbye would end it.
void withdraw_goodbye(Turn& turn, const InstanceId& instance);

}  // namespace lic
