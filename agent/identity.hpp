#pragma once
// R-REG-4..7: the ID certificate is renewed in two phases. The new one is stored beside the old; SSM keeps both until
// the first authorization signed with the new one is answered; then the old is destroyed.

#include <optional>

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const RenewRegistrationCommand& event);

// Begins a renewal (or the recovery of an expired registration) when it is due: asks for a key.
void begin_due_renewal(Turn& turn);
[[nodiscard]] bool renewal_ready_to_send(const Turn& turn);
[[nodiscard]] std::optional<TrustedTime> renewal_due_at(const AgentState& state);

bool renewal_key_prepared(Turn& turn, const KeyPrepared& event);
void renewal_granted(Turn& turn, const IdentityGranted& granted);
void renewal_refused(Turn& turn, const Refused& refused);
void renewal_failed(Turn& turn, const ExchangeFailed& failed);

// SSM named a window for the next renewal: drawn from once, on SSM's clock, if it lies in the certificate's life
// (R-REG-4).
void heed_renew_window(Turn& turn, const RenewWindow& window);
// When to renew `identity` by that window; nothing if the window is not in the certificate's life.
[[nodiscard]] std::optional<TrustedTime> draw_renewal(const Turn& turn, const Identity& identity,
                                                      const RenewWindow& window);

// Who signs an authorization: the new certificate as soon as there is one.
[[nodiscard]] Signer authorization_signer(const AgentState& state);
// SSM answered a request signed with the new certificate: it takes the place of the old one.
void promote_renewed(Turn& turn);
// SSM refused the new certificate: it is dropped and the old one goes on.
void drop_renewed(Turn& turn, const std::string& why);

}  // namespace lic
