#pragma once
// R-USE-1, 2, 9: seat users signing in and out, and which class each of them is.

#include "agent/turn.hpp"

namespace lic {

inline constexpr std::size_t kBatchMax = 10'000;

void handle(Turn& turn, const SignIn& event);
void handle(Turn& turn, const SignOut& event);
void handle(Turn& turn, const SeatUpdate& event);
void handle(Turn& turn, const SeatSync& event);
// Up to kBatchMax changes, each with its own answer: what one of them is refused, the others do not miss.
void handle(Turn& turn, const SeatBatch& event);
void handle(Turn& turn, const PortsInUse& event);

// The session ends now. It must be there.
void sign_out(Turn& turn, const SeatId& seat);

// What a seat counts as, with these capabilities configured and used.
[[nodiscard]] SeatClass classify(const LicenseType& type, Classification classification,
                                 const CapabilitySet& configured, const CapabilitySet& used);

}  // namespace lic
