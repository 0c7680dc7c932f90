#pragma once
// R-USE-1, 2, 9: seat users signing in and out, and which class each of them is.

#include <string>

#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const SignIn& event);
void handle(Turn& turn, const SignOut& event);
void handle(Turn& turn, const SeatUpdate& event);
void handle(Turn& turn, const SeatSync& event);
void handle(Turn& turn, const SeatBatch& event);
void handle(Turn& turn, const PortsInUse& event);

// What a seat counts as, with these capabilities configured and used.
[[nodiscard]] SeatClass classify(const LicenseType& type, Classification classification,
                                 const CapabilitySet& configured, const CapabilitySet& used);
// The rule that made it so, as a sentence (R-USE-11).
[[nodiscard]] std::string explain(const LicenseType& type, Classification classification, const Seat& seat);

}  // namespace lic
