#include "tests/peaks/attendance.hpp"

#include <bit>
#include <variant>

namespace lic::peaks {

People who(const Standing& standing, Meter meter) {
  switch (meter) {
    case Meter::standard: return standing.in_class[0];
    case Meter::premium: return standing.in_class[1];
    case Meter::regular: return standing.in_class[2];
    case Meter::seats: return standing.in_class[0] | standing.in_class[1] | standing.in_class[2];
    case Meter::inbound:
    case Meter::outbound:
    case Meter::ivr:
    case Meter::outbound_seats: return 0;
  }
  return 0;
}

std::int64_t count(const Standing& standing, Meter meter) {
  switch (meter) {
    case Meter::inbound: return standing.ports[0];
    case Meter::outbound: return standing.ports[1];
    case Meter::ivr: return standing.ports[2];
    case Meter::outbound_seats: return standing.ports[3];
    case Meter::standard:
    case Meter::premium:
    case Meter::regular:
    case Meter::seats: return std::popcount(who(standing, meter));
  }
  return 0;
}

std::vector<Standing> Attendance::apply(const Event& event, const Verdict& verdict) {
  if (const auto* rows = std::get_if<SeatBatch>(&event)) return batch(*rows, verdict);
  if (verdict.empty() || !verdict.front()) return {};
  if (const auto* list = std::get_if<SeatSync>(&event)) return sync(*list);
  if (const auto* arrived = std::get_if<SignIn>(&event)) sign_in(*arrived);
  if (const auto* left = std::get_if<SignOut>(&event)) sign_out(number_of(left->seat));
  if (const auto* changed = std::get_if<SeatUpdate>(&event)) update(*changed);
  if (const auto* used = std::get_if<PortsInUse>(&event)) set_ports(*used);
  return {standing()};
}

// R-USE-2: under "configured" and "reserved" by what the person may do, under "used" by what was done; supervisor
// always by what the person may do at sign-in.
SeatClass Attendance::judge(const Person& person) const {
  CapabilitySet judged = person.may;
  if (policy_.classification == Classification::used) {
    judged = person.did;
    if (has(person.may, Capability::supervisor)) judged |= with(Capability::supervisor);
  }
  for (const Capability premium : {Capability::supervisor, Capability::chat, Capability::email,
                                   Capability::outbound_progressive, Capability::outbound_predictive})
    if (has(judged, premium)) return SeatClass::premium;
  return policy_.license_type.base_class;
}

void Attendance::sign_in(const SignIn& event) {
  Person& person = people_.at(static_cast<std::size_t>(number_of(event.seat)));
  const Person before = person;
  person.may = event.capabilities;
  person.present = true;
  person.seat_class = judge(person);
  const bool keeps = before.present && before.seat_class == SeatClass::premium && mistake_ != Mistake::class_falls;
  if (keeps) person.seat_class = SeatClass::premium;
}

void Attendance::update(const SeatUpdate& event) {
  Person& person = people_.at(static_cast<std::size_t>(number_of(event.seat)));
  if (event.capabilities) person.may = *event.capabilities;
  person.did |= event.used;
  const SeatClass now = judge(person);
  if (person.seat_class != SeatClass::premium || mistake_ == Mistake::class_falls) person.seat_class = now;
}

void Attendance::set_ports(const PortsInUse& event) {
  const std::array<std::optional<std::int64_t>, 4> said = {event.inbound, event.outbound, event.ivr,
                                                           event.outbound_seats};
  for (std::size_t port = 0; port < said.size(); ++port)
    if (said.at(port)) ports_.at(port) = *said.at(port);
}

std::vector<Standing> Attendance::sync(const SeatSync& event) {
  std::vector<Standing> steps;
  for (const SignIn& named : event.seats) {
    sign_in(named);
    steps.push_back(standing());
  }
  People listed = 0;
  for (const SignIn& named : event.seats) listed |= People{1} << number_of(named.seat);
  for (int number = 0; number < kPeople; ++number)
    if (((listed >> number) & 1) == 0) sign_out(number);
  if (mistake_ != Mistake::sync_one_by_one) steps.clear();
  steps.push_back(standing());
  return steps;
}

std::vector<Standing> Attendance::batch(const SeatBatch& event, const Verdict& verdict) {
  std::vector<Standing> steps;
  for (std::size_t row = 0; row < event.changes.size() && row < verdict.size(); ++row) {
    if (!verdict.at(row)) continue;
    const auto& change = event.changes.at(row);
    if (const auto* arrived = std::get_if<SignIn>(&change)) sign_in(*arrived);
    if (const auto* left = std::get_if<SignOut>(&change)) sign_out(number_of(left->seat));
    if (const auto* changed = std::get_if<SeatUpdate>(&change)) update(*changed);
    steps.push_back(standing());
  }
  return steps;
}

Standing Attendance::standing() const {
  Standing all{{}, ports_};
  for (int number = 0; number < kPeople; ++number) {
    const Person& person = people_.at(static_cast<std::size_t>(number));
    if (person.present) all.in_class.at(static_cast<std::size_t>(person.seat_class)) |= People{1} << number;
  }
  return all;
}

}  // namespace lic::peaks
