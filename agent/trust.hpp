#pragma once
// Wire P13: trust anchors that SSM tells in band, and the certificates that the last good exchange stood on
// (docs/decisions/0009).

#include <optional>

#include "agent/turn.hpp"

namespace lic {

// What an expected reply says of trust, whatever it answers. Call it once the answer was handled: trust belongs to the
// registration that stands then, and to no attempt.
void note_trust(Turn& turn, const SsmReply& reply);

// Nothing is told or seen any more: the registration is over.
void forget_trust(Turn& turn);

struct EndingCertificate {
  SeenCertificate certificate;
  TrustedTime end;
};
// The seen certificate that ends first; none before the first answer to a registration.
[[nodiscard]] std::optional<EndingCertificate> soonest_ending(const AgentState& state);

}  // namespace lic
