#pragma once
// SSM's desk for the tests of reservations: makes authorization codes of request codes. Their signatures were checked
// before they come to the core.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/agent/rig.hpp"

namespace lic::test {

using Counts = std::vector<std::pair<const char*, std::int64_t>>;

inline ReservedLicense license_of(const char* name, std::int64_t count) {
  return {EntitlementTag{std::string("tag.") + name}, count, {}, {}, "PERPETUAL", name, "", ""};
}

// For the request that is open, or the reservation that is installed.
inline AuthorizationCode code_with(const Rig& rig, const Counts& counts) {
  const ReservationState& reservation = rig.state.sections.reservation;
  AuthorizationCode code;
  if (reservation.request) code.instance = reservation.request->instance;
  if (const auto* reserved = std::get_if<Reserved>(&rig.state.sections.registration.standing))
    code.instance = reserved->code.instance;
  code.text = "<authorizationCode>" + code.instance.value + "</authorizationCode>";
  code.made_at = rig.now.wall;
  code.udi = rig.udi;
  for (const auto& [name, count] : counts) code.licenses.push_back(license_of(name, count));
  code.confirmation_code = "c0ffee01";
  code.return_code = "CC-return-" + code.instance.value.substr(0, 6);
  return code;
}

inline Counts ten_and_forty() {  // the example of the seeds
  return {{"standard", 40}, {"premium", 10}, {"server", 1}, {"inbound", 20}, {"outbound", 5}};
}

// What the caller was told: the text of what was done, or "what; remedy".
inline std::string told(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  if (answer == nullptr) return "no answer";
  if (const auto* done = std::get_if<CommandDone>(answer)) return done->text;
  if (const auto* done = std::get_if<ReservationDone>(answer)) return done->text;
  if (const auto* refused = std::get_if<SeatRefused>(answer)) return refused->reason + "; " + refused->remedy;
  const auto* error = std::get_if<Error>(answer);
  return error == nullptr ? "another answer" : error->what + "; " + error->remedy;
}

// Only what happened, without the remedy; empty = it was done.
inline std::string objection_to(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  const auto* error = answer == nullptr ? nullptr : std::get_if<Error>(answer);
  return error == nullptr ? "" : error->what;
}

inline ReservationDone done_by(Rig& rig, Event event) {
  const Answered* answer = rig.answer_to(rig.ask(std::move(event)));
  const auto* done = answer == nullptr ? nullptr : std::get_if<ReservationDone>(answer);
  if (done != nullptr) return *done;
  ADD_FAILURE() << "the reservation verb was refused";
  return {};
}

inline std::string requested(Rig& rig) {
  rig.ask(EnableReservation{});
  return done_by(rig, RequestReservation{}).request_code;
}

inline void reserve(Rig& rig, const Counts& counts = ten_and_forty()) {
  requested(rig);
  const auto done = done_by(rig, InstallReservation{code_with(rig, counts)});
  EXPECT_NE(done.text, "");
}

inline std::string seat(const char* kind, int number) { return kind + std::to_string(number); }
inline bool signs_in(Rig& rig, const std::string& id, Capability capability) {
  const auto* answer = rig.answer_to(rig.ask(SignIn{.seat = SeatId{id}, .capabilities = with(capability)}));
  return std::holds_alternative<SeatDone>(*answer);
}
// How many of so many come in.
inline int sign_in_many(Rig& rig, const char* kind, Capability capability, int count) {
  int in = 0;
  for (int number = 0; number < count; ++number) in += signs_in(rig, seat(kind, number), capability) ? 1 : 0;
  return in;
}

inline std::ptrdiff_t times_recorded(const Rig& rig, const char* event) {
  return std::ranges::count(rig.events, event, &DomainEvent::name);
}

inline std::string detail_of(const Rig& rig, AlarmCode code) {
  for (const AlarmView& view : rig.status().alarms)
    if (view.alarm.code == code) return view.alarm.detail;
  return "";
}

// Sections without the clock: what a refused or only tried verb leaves as it was.
inline Sections without_clock(const Rig& rig) {
  Sections sections = rig.state.sections;
  sections.clock = {};
  return sections;
}

}  // namespace lic::test
