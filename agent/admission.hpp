#pragma once
// R-CTL-2, 3, 6: whether a seat or a port count may be had, decided before anything changes, from the meters alone.
//
// What is above a limit already stays; only what would raise the excess is refused.

#include <cstdint>
#include <optional>

#include "agent/effect.hpp"
#include "agent/event.hpp"
#include "agent/policy.hpp"
#include "agent/state.hpp"

namespace lic {

// What may be in use at once; none = no limit. `code` says who limits.
struct Limits {
  LimitCode code = LimitCode::license_limit;
  std::optional<std::int64_t> premium;
  std::optional<std::int64_t> seats;  // of every class together
  std::optional<std::int64_t> inbound;
  std::optional<std::int64_t> outbound;
  std::optional<std::int64_t> ivr;
  std::optional<std::int64_t> outbound_seats;
  friend bool operator==(const Limits&, const Limits&) = default;
};

[[nodiscard]] inline std::int64_t in_use(const UsageState& usage, Meter meter) {
  return usage.meters[static_cast<std::size_t>(meter)].current;
}

// What holds now: the reservation's limits (R-SLR-3), or License Control's. None hold while overage is allowed, or the
// instance is neither registered nor reserved.
[[nodiscard]] Limits limits_in_force(const AgentState& state, const Policy& policy);

// A seat of class `from` (none = it is not signed in) wants to be one of class `to`. None = it may.
[[nodiscard]] std::optional<SeatRefused> refusal_of_seat(const AgentState& state, const Policy& policy,
                                                         std::optional<SeatClass> from, SeatClass to);
// All of the event's counts are judged together: if one is refused, none holds.
[[nodiscard]] std::optional<SeatRefused> refusal_of_ports(const AgentState& state, const Policy& policy,
                                                          const PortsInUse& event);

}  // namespace lic
