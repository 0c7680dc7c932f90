#pragma once
// R-SLR: a specific reservation, from the request code to the return code, without any exchange with SSM.

#include <optional>
#include <string>
#include <vector>

#include "agent/admission.hpp"
#include "agent/status.hpp"
#include "agent/turn.hpp"

namespace lic {

inline constexpr std::size_t kUsedInstancesMax = 32;  // ReservationState::used

// Each answers with ReservationDone, or with the Error why not; a refused verb changes nothing (reservation.cpp,
// reservation_install.cpp).
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

// After a start: a request that was made on another machine is cancelled, since its code cannot be installed here.
void drop_foreign_request(Turn& turn);
// Why a code is not for this machine; none = it is. A UUID counts if both know one.
[[nodiscard]] std::optional<Error> code_of_another_machine(const Udi& here, const AuthorizationCode& code);
// Its reservation was returned, or the code was given back: it is never installed again (R-SLR-5).
[[nodiscard]] bool was_used(const ReservationState& reservation, const InstanceId& instance);

// ---- what a code covers (reservation_cover.cpp) ----

// What people call the license of this entitlement.
[[nodiscard]] std::string name_of_license(const Entitlement& entitlement);
// What the code covers of an entitlement at `now`: 0 before its license starts and after it has ended. The dates of a
// code are compared with trusted time, which no setting of the clock turns back (R-TIME-2).
[[nodiscard]] std::int64_t covered(const AuthorizationCode& code, const EntitlementTag& tag, TrustedTime now);
// What the code allows at once of what the type meters: what it has and the code lacks is limited to 0 (R-SLR-3).
[[nodiscard]] Limits limits_of(const AuthorizationCode& code, const LicenseType& type, TrustedTime now);
// The hard limits of the installed code, for seats and ports (R-SLR-3). Only for a reserved state.
[[nodiscard]] Limits reserved_limits(const AgentState& state, const Policy& policy);
// "2 premium seats are signed in, the code covers 1": one sentence for each limit that is exceeded now.
[[nodiscard]] std::vector<std::string> above_limits(const UsageState& usage, const Limits& limits);

// One sentence for each thing in use or mandatory that the code does not cover; empty = authorized (R-SLR-3).
[[nodiscard]] std::vector<std::string> lacking(const AgentState& state, TrustedTime now, const Policy& policy);
// The same as a yes or no, and quick: the hot path asks after each sign-in. False if nothing is reserved.
[[nodiscard]] bool is_lacking(const AgentState& state, TrustedTime now, const Policy& policy);
// Time has passed since `last` and nothing else: what ended meanwhile is lacking since it ended, not since somebody
// looked.
void pass_reservation_time(Turn& turn, TrustedTime last);
// What settle_reservation() would change something at.
[[nodiscard]] bool lacking_has_changed(const Turn& turn);
// Called once a step has changed what it will: since when something is lacking (R-SLR-3).
void settle_reservation(Turn& turn);

// What lacks, and which terms end: part of alarms().
[[nodiscard]] std::vector<Alarm> reservation_alarms(const AgentState& state, TrustedTime now, const Policy& policy);
// When the next license of the code begins or ends; none = never.
[[nodiscard]] std::optional<TrustedTime> reservation_turns_at(const AgentState& state, TrustedTime now);
[[nodiscard]] TrustedTime in_trusted_time(WallTime date);

// Every license that can be reserved for the type; those that it cannot be without are mandatory (R-SLR-1).
[[nodiscard]] std::vector<LicenseToReserve> licenses_to_reserve(const LicenseType& type);
[[nodiscard]] ReservationView reservation_view(const AgentState& state, Now now, const Policy& policy);

}  // namespace lic
