#pragma once
// R-SLR: a specific reservation, from the request code to the return code, without any exchange with SSM.

#include <string>
#include <vector>

#include "agent/admission.hpp"
#include "agent/status.hpp"
#include "agent/turn.hpp"

namespace lic {

void handle(Turn& turn, const EnableReservation& event);
void handle(Turn& turn, const RequestReservation& event);
void handle(Turn& turn, const CancelReservation& event);
void handle(Turn& turn, const InstallReservation& event);
void handle(Turn& turn, const ReturnReservation& event);
void handle(Turn& turn, const ReturnAuthorization& event);
void handle(Turn& turn, const DisableReservation& event);

// The installed reservation; null if there is none.
[[nodiscard]] const Reserved* reserved_of(const AgentState& state);
// Why verbs that talk to SSM, or change the way to it, are refused now (R-SLR-6); none = they are not.
[[nodiscard]] std::optional<Error> refused_by_reservation(const AgentState& state);

// What the code covers of an entitlement at `now`: 0 before its license starts and after it has ended. The dates of a
// code are compared with trusted time, which no setting of the clock turns back (R-TIME-2).
[[nodiscard]] std::int64_t reserved_count(const Reserved& reserved, const EntitlementTag& tag, TrustedTime now);
// The hard limits of the installed code, for seats and ports (R-SLR-3). Only for a reserved state.
[[nodiscard]] Limits reserved_limits(const AgentState& state, const Policy& policy);
// One sentence for each thing in use or mandatory that the code does not cover; empty = authorized (R-SLR-3).
[[nodiscard]] std::vector<std::string> lacking(const AgentState& state, TrustedTime now, const Policy& policy);
// Called once a step has changed what it will: since when something is lacking (R-SLR-3).
void settle_reservation(Turn& turn);
// When the next license of the code begins or ends; none = never.
[[nodiscard]] std::optional<TrustedTime> reservation_turns_at(const AgentState& state, TrustedTime now);

[[nodiscard]] ReservationView reservation_view(const AgentState& state, Now now, const Policy& policy);

}  // namespace lic
