#include "agent/seats.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "agent/admission.hpp"
#include "agent/leases.hpp"
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
  return classify(turn.license_type(), current_classification(turn.state, turn.policy), seat.configured, seat.used);
}

// `found` is what stands there now; null = nobody is signed in by that name.
void store(Turn& turn, const SeatId& id, const Seat* found, const Seat& seat) {
  if (found != nullptr && *found == seat) return;
  const auto before = found != nullptr ? std::optional(found->seat_class) : std::nullopt;
  turn.put_seat(id, seat);
  if (before == seat.seat_class) return;
  if (before) add_to_meter(turn, meter_of(*before), -1);
  add_to_meter(turn, meter_of(seat.seat_class), 1);
  if (!before) add_to_meter(turn, Meter::seats, 1);
}

void remove(Turn& turn, const SeatId& id, SeatClass was) {
  turn.put_seat(id, std::nullopt);
  add_to_meter(turn, meter_of(was), -1);
  add_to_meter(turn, Meter::seats, -1);
}

// All but the version; the same sign-in again keeps when it began and what was used (R-USE-1).
Seat signed_in(const Turn& turn, const SignIn& event, const Seat* found) {
  Seat seat = found == nullptr ? Seat{} : *found;
  seat.configured = event.capabilities;
  seat.holder = event.holder;
  seat.lease_ends = event.lease ? std::optional(lease_now(turn) + *event.lease) : std::nullopt;
  const SeatClass now = class_of(turn, seat);
  if (found == nullptr) {
    seat.since = turn.trusted;
    seat.seat_class = now;
  } else {
    seat.seat_class = risen(found->seat_class, now);
  }
  return seat;
}

std::size_t index_of(SeatClass seat_class) { return static_cast<std::size_t>(seat_class); }

Error unknown_seat(const SeatId& id) {
  return {ErrorCode::not_found, "seat \"" + id.value + "\" is not signed in", "sign it in first"};
}

bool has_wrong_lease(const SignIn& event) {
  return event.lease && (*event.lease < kLeaseMin || *event.lease > kLeaseMax);
}

Error wrong_lease() {
  return {ErrorCode::invalid_argument, "a lease is shorter than 10 seconds or longer than 30 days",
          "correct the lease, or leave it out for a session without an end"};
}

Error too_many_versions() {
  return {ErrorCode::resource_exhausted,
          "seats of " + std::to_string(kVersionsMax) + " versions of the product are signed in already",
          "send the version as one of them, or sign those of an old version out"};
}

Error port_out_of_range() {
  return {ErrorCode::invalid_argument, "a port count is below 0 or above 1,000,000",
          "send the number of ports in use now"};
}

// Each change is refused before anything changes (R-CTL-3), or done.
SeatAnswer apply(Turn& turn, const SignIn& event) {
  if (has_wrong_lease(event)) return wrong_lease();
  const Seat* found = turn.state.seats.find(event.seat.value);
  const bool is_new = found == nullptr;
  Seat seat = signed_in(turn, event, found);
  const auto before = is_new ? std::nullopt : std::optional(found->seat_class);
  if (auto refused = refusal_of_seat(turn.state, turn.policy, before, seat.seat_class)) return std::move(*refused);
  const auto version = version_number(turn, event.product_version);
  if (!version) return too_many_versions();
  seat.version = *version;
  store(turn, event.seat, found, seat);
  return SeatDone{seat.seat_class, is_new};
}

SeatAnswer apply(Turn& turn, const SignOut& event) {
  const Seat* found = turn.state.seats.find(event.seat.value);
  if (found == nullptr) return unknown_seat(event.seat);
  remove(turn, event.seat, found->seat_class);
  return Unit{};
}

SeatAnswer apply(Turn& turn, const SeatUpdate& event) {
  const Seat* found = turn.state.seats.find(event.seat.value);
  if (found == nullptr) return unknown_seat(event.seat);
  Seat seat = *found;
  if (event.capabilities) seat.configured = *event.capabilities;
  seat.used |= event.used;
  seat.seat_class = risen(seat.seat_class, class_of(turn, seat));
  if (auto refused = refusal_of_seat(turn.state, turn.policy, found->seat_class, seat.seat_class))
    return std::move(*refused);
  store(turn, event.seat, found, seat);
  return SeatDone{seat.seat_class, false};
}

SeatAnswer apply(Turn&, const Error& unreadable) { return unreadable; }

void answer(Turn& turn, SeatAnswer answer) {
  std::visit([&turn](auto& said) { turn.answer(std::move(said)); }, answer);
}

}  // namespace

SeatClass classify(const LicenseType& type, Classification classification, const CapabilitySet& configured,
                   const CapabilitySet& used) {
  const CapabilitySet premium = counting(classification, configured, used) & type.premium_capabilities;
  return premium.any() ? SeatClass::premium : type.base_class;
}

void sign_out(Turn& turn, const SeatId& seat) { remove(turn, seat, turn.state.seats.find(seat.value)->seat_class); }

void handle(Turn& turn, const SignIn& event) { answer(turn, apply(turn, event)); }
void handle(Turn& turn, const SignOut& event) { answer(turn, apply(turn, event)); }
void handle(Turn& turn, const SeatUpdate& event) { answer(turn, apply(turn, event)); }

void handle(Turn& turn, const SeatBatch& event) {
  if (event.changes.size() > kBatchMax)
    return turn.answer(
        Error{ErrorCode::invalid_argument, "a batch holds more than 10,000 changes", "send it as several batches"});
  BatchDone done;
  done.answers.reserve(event.changes.size());
  for (const auto& change : event.changes)
    done.answers.push_back(std::visit([&turn](const auto& row) { return apply(turn, row); }, change));
  turn.answer(std::move(done));
}

// A sync states facts and is never refused (R-CTL-3): who is not named is signed out, who is named is signed in. It is
// one instant, so the meters move once, to the totals.
void handle(Turn& turn, const SeatSync& event) {
  if (std::ranges::any_of(event.seats, has_wrong_lease)) return turn.answer(wrong_lease());
  std::unordered_set<std::string_view> named;
  for (const SignIn& sign_in : event.seats) named.insert(sign_in.seat.value);
  std::vector<SeatId> gone;
  turn.state.seats.visit([&](std::string_view id, const Seat&) {
    if (!named.contains(id)) gone.push_back(SeatId{std::string(id)});
  });
  std::ranges::sort(gone);
  for (const SeatId& id : gone) turn.put_seat(id, std::nullopt);
  for (const SignIn& sign_in : event.seats) {
    const Seat* found = turn.state.seats.find(sign_in.seat.value);
    Seat seat = signed_in(turn, sign_in, found);
    seat.version = version_number(turn, sign_in.product_version).value_or(0);  // one too many is not told
    if (found == nullptr || *found != seat) turn.put_seat(sign_in.seat, seat);
  }
  std::array<std::int64_t, kSeatClassCount> counts{};
  turn.state.seats.visit([&counts](std::string_view, const Seat& seat) { ++counts[index_of(seat.seat_class)]; });
  for (const SeatClass seat_class : {SeatClass::standard, SeatClass::premium, SeatClass::regular})
    set_meter(turn, meter_of(seat_class), counts[index_of(seat_class)]);
  set_meter(turn, Meter::seats, static_cast<std::int64_t>(turn.state.seats.size()));
  turn.answer(Unit{});
}

void handle(Turn& turn, const PortsInUse& event) {
  const auto in_range = [](const std::optional<std::int64_t>& count) {
    return !count || (*count >= 0 && *count <= kPortsMax);
  };
  if (!in_range(event.inbound) || !in_range(event.outbound) || !in_range(event.ivr) || !in_range(event.outbound_seats))
    return turn.answer(port_out_of_range());
  if (auto refused = refusal_of_ports(turn.state, turn.policy, event)) return turn.answer(std::move(*refused));
  if (event.inbound) set_meter(turn, Meter::inbound, *event.inbound);
  if (event.outbound) set_meter(turn, Meter::outbound, *event.outbound);
  if (event.ivr) set_meter(turn, Meter::ivr, *event.ivr);
  if (event.outbound_seats) set_meter(turn, Meter::outbound_seats, *event.outbound_seats);
  turn.answer(Unit{});
}

}  // namespace lic
