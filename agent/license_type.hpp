#pragma once
// R-REG-10, R-LIFE-2..4: which license type holds, and its change.

#include <string>
#include <string_view>

#include "agent/turn.hpp"

namespace lic {

// Refused while registered, for an unknown type, a usage mode that does not match, or a note that was not confirmed.
void handle(Turn& turn, const SetLicenseType& event);

// After a start: who is signed in is classified as the type that holds now says, since the configuration may have
// changed meanwhile; and if it names another type than the one that was registered with, that is told.
void settle_type_at_start(Turn& turn);
// The registration, or the reservation, is about to be given up: if the configuration names another type meanwhile, it
// holds from now on.
void release_registered_type(Turn& turn);
// Whatever holds is about to be forgotten: the configured type holds from now on (R-LIFE-6).
void reset_license_type(Turn& turn);
// Who is signed in counts as `how` says from now on, in an interval of its own. A class falls only at the next sign-in
// (R-USE-2). Called while what held before still holds.
void change_classification(Turn& turn, Classification how);

// What a type of this class is used for, and whether a declared mode is that (R-LIFE-4).
[[nodiscard]] UsageMode usage_mode_of(const LicenseType& type);
[[nodiscard]] bool fits(const LicenseType& type, UsageMode mode);

// Whether this deployment has a choice of that type (R-LIFE-4).
[[nodiscard]] bool is_allowed(const Policy& policy, std::string_view type);

// The type that this deployment takes when `wanted` is chosen: `wanted` itself, or the one it forces in its place,
// for that usage mode if it can (R-LIFE-4). Null if the catalog does not know `wanted`. Lives as long as the policy.
[[nodiscard]] const LicenseType* allowed_type(const Policy& policy, std::string_view wanted, UsageMode mode);

// Why the type that was registered with, or chosen by command, does not hold; empty = it does, or there is none.
[[nodiscard]] std::string why_type_is_missing(const AgentState& state, const Policy& policy);

// Anything that the type counts is in use now.
[[nodiscard]] bool consumes_licenses(const AgentState& state, const Policy& policy);
// SSM's last answer knows what is purchased of everything that the type counts, and it is nothing (R-LIFE-3).
[[nodiscard]] bool nothing_purchased(const AgentState& state, const Policy& policy);

}  // namespace lic
