#include "agent/seats.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "agent/names.hpp"
#include "agent/products.hpp"
#include "agent/usage.hpp"

namespace lic {
namespace {

constexpr std::int64_t kPortsMax = 1'000'000;

// What makes a seat premium here: under `configured` all it may do; under `used` what it did. Supervisor counts at
// sign-in under every policy (R-USE-2).
CapabilitySet counting(Classification classification, const CapabilitySet& configured, const CapabilitySet& used) {
  switch (classification) {
    case Classification::configured:
    case Classification::reserved: return configured;
    case Classification::used: return used | (configured & with(Capability::supervisor));
  }
  return configured;
}

// A class rises in mid-session and falls only at the next sign-in.
SeatClass risen(SeatClass before, SeatClass now) { return before == SeatClass::premium ? before : now; }

SeatClass class_of(const Turn& turn, const Seat& seat) {
  return classify(turn.license_type(), turn.policy.classification, seat.configured, seat.used);
}

void store(Turn& turn, const SeatId& id, const Seat& seat) {
  const Seat* found = turn.state.seats.find(id.value);
  const bool known = found != nullptr;
  const SeatClass before = known ? found->seat_class : seat.seat_class;
  const SeatClass after = seat.seat_class;
  turn.put_seat(id, seat);
  if (known && before == after) return;
  if (known) add_to_meter(turn, meter_of(before), -1);
  add_to_meter(turn, meter_of(after), 1);
  if (!known) add_to_meter(turn, Meter::seats, 1);
}

void remove(Turn& turn, const SeatId& id) {
  const SeatClass was = turn.state.seats.find(id.value)->seat_class;
  turn.put_seat(id, std::nullopt);
  add_to_meter(turn, meter_of(was), -1);
  add_to_meter(turn, Meter::seats, -1);
}

Seat signed_in(Turn& turn, const SignIn& event) {
  const Seat* found = turn.state.seats.find(event.seat.value);
  Seat seat;
  seat.configured = event.capabilities;
  seat.version = version_number(turn, event.product_version).value_or(0);
  seat.holder = event.holder;
  seat.since = turn.trusted;
  if (found != nullptr) {  // the same sign-in again
    seat.since = found->since;
    seat.used = found->used;
    seat.seat_class = risen(found->seat_class, class_of(turn, seat));
  } else {
    seat.seat_class = class_of(turn, seat);
  }
  return seat;
}

std::size_t index_of(SeatClass seat_class) { return static_cast<std::size_t>(seat_class); }

Error unknown_seat(const SeatId& id) {
  return {ErrorCode::not_found, "seat \"" + id.value + "\" is not signed in", "sign it in first"};
}

}  // namespace

SeatClass classify(const LicenseType& type, Classification classification, const CapabilitySet& configured,
                   const CapabilitySet& used) {
  const CapabilitySet premium = counting(classification, configured, used) & type.premium_capabilities;
  return premium.any() ? SeatClass::premium : type.base_class;
}

std::string explain(const LicenseType& type, Classification classification, const Seat& seat) {
  const CapabilitySet premium = counting(classification, seat.configured, seat.used) & type.premium_capabilities;
  const bool by_use = classification == Classification::used;
  if (premium.none() && seat.seat_class == SeatClass::premium)
    return "premium: it was premium earlier in this sign-in; a class falls only at the next sign-in (R-USE-2)";
  if (premium.none())
    return by_use ? "standard: nothing premium was used in this sign-in (R-USE-2)"
                  : "standard: no premium capability is configured (R-USE-2)";
  std::string names;
  for (std::size_t index = 0; index < kCapabilityCount; ++index) {
    if (!premium.test(index)) continue;
    if (!names.empty()) names += ", ";
    names += name_of(static_cast<Capability>(index));
  }
  return "premium: " + names + (by_use ? " was used in this sign-in, or supervisor at sign-in" : " is configured") +
         " (R-USE-2)";
}

void handle(Turn& turn, const SignIn& event) {
  const bool known = turn.state.seats.contains(event.seat.value);
  const auto& most = turn.policy.max_seats;
  if (!known && most && static_cast<std::int64_t>(turn.state.seats.size()) >= *most) {
    turn.answer(Error{ErrorCode::resource_exhausted,
                      "ova_limit: this machine is built for " + std::to_string(*most) + " seats and all are signed in",
                      "sign somebody out, or raise product.max_seats if the machine was enlarged"});
    return;
  }
  const Seat seat = signed_in(turn, event);
  store(turn, event.seat, seat);
  turn.answer(SeatDone{seat.seat_class, !known});
}

void handle(Turn& turn, const SignOut& event) {
  if (!turn.state.seats.contains(event.seat.value)) {
    turn.answer(unknown_seat(event.seat));
    return;
  }
  remove(turn, event.seat);
  turn.answer(Unit{});
}

void handle(Turn& turn, const SeatUpdate& event) {
  const Seat* found = turn.state.seats.find(event.seat.value);
  if (found == nullptr) {
    turn.answer(unknown_seat(event.seat));
    return;
  }
  Seat seat = *found;
  if (event.capabilities) seat.configured = *event.capabilities;
  seat.used |= event.used;
  seat.seat_class = risen(seat.seat_class, class_of(turn, seat));
  store(turn, event.seat, seat);
  turn.answer(SeatDone{seat.seat_class, false});
}

// A sync states facts and is never refused (R-CTL-3): who is not named is signed out, who is named is signed in. It is
// one instant, so the meters move once, to the totals.
void handle(Turn& turn, const SeatSync& event) {
  std::unordered_set<std::string> named;
  for (const SignIn& sign_in : event.seats) named.insert(sign_in.seat.value);
  std::vector<SeatId> gone;
  turn.state.seats.visit([&](std::string_view id, const Seat&) {
    if (std::string name(id); !named.contains(name)) gone.push_back(SeatId{std::move(name)});
  });
  std::ranges::sort(gone);
  for (const SeatId& id : gone) turn.put_seat(id, std::nullopt);
  for (const SignIn& sign_in : event.seats) turn.put_seat(sign_in.seat, signed_in(turn, sign_in));
  std::array<std::int64_t, kSeatClassCount> counts{};
  turn.state.seats.visit([&counts](std::string_view, const Seat& seat) { ++counts[index_of(seat.seat_class)]; });
  for (const SeatClass seat_class : {SeatClass::standard, SeatClass::premium, SeatClass::regular})
    set_meter(turn, meter_of(seat_class), counts[index_of(seat_class)]);
  set_meter(turn, Meter::seats, static_cast<std::int64_t>(turn.state.seats.size()));
  turn.answer(Unit{});
}

void handle(Turn& turn, const SeatBatch&) {
  turn.answer(Error{ErrorCode::failed_precondition, "batches are not served in this build", {}});
}

void handle(Turn& turn, const PortsInUse& event) {
  const auto in_range = [](const std::optional<std::int64_t>& count) {
    return !count || (*count >= 0 && *count <= kPortsMax);
  };
  if (!in_range(event.inbound) || !in_range(event.outbound) || !in_range(event.ivr) ||
      !in_range(event.outbound_seats)) {
    turn.answer(Error{ErrorCode::invalid_argument, "a port count is below 0 or above 1,000,000",
                      "send the number of ports in use now"});
    return;
  }
  if (event.inbound) set_meter(turn, Meter::inbound, *event.inbound);
  if (event.outbound) set_meter(turn, Meter::outbound, *event.outbound);
  if (event.ivr) set_meter(turn, Meter::ivr, *event.ivr);
  if (event.outbound_seats) set_meter(turn, Meter::outbound_seats, *event.outbound_seats);
  turn.answer(Unit{});
}

}  // namespace lic
